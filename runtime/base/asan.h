/* SPDX-License-Identifier: Apache-2.0 */
/*
 * asan.h: whether AddressSanitizer watches. Memory that is otherwise kept for the next use is then
 * given back, so that it sees whoever points into what is gone.
 */
#ifndef BASE_ASAN_H
#define BASE_ASAN_H

#if defined(__SANITIZE_ADDRESS__)
#define ASAN_WATCHES true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ASAN_WATCHES true
#endif
#endif

#ifndef ASAN_WATCHES
#define ASAN_WATCHES false
#endif

#endif
