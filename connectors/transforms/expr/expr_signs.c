/* SPDX-License-Identifier: Apache-2.0 */
/*
 * expr_signs.c: the operators an expression may have, and those of Groovy and JavaScript that it may
 * not, with what to say of them. Asked by expr_lex.c.
 */
#include "expr_parts.h"

#define ASSIGNED "nothing is assigned here"

/* What begins another stands behind it. */
static const struct sign {
    const char *text, *refusal;
} signs[] = {
    {"===", NULL},
    {"!==", NULL},
    {"==~", NULL},
    {"!in", NULL},
    {"<=>", "compare with <, == and >"},
    {">>>", "there are no shifts"},
    {"<<=", ASSIGNED},
    {">>=", ASSIGNED},
    {"**=", ASSIGNED},
    {"..<", NULL},
    {"...", "there are no spreads"},
    {"&&", NULL},
    {"||", NULL},
    {"==", NULL},
    {"!=", NULL},
    {"=~", NULL},
    {"<=", NULL},
    {">=", NULL},
    {"?.", NULL},
    {"?:", NULL},
    {"?[", NULL},
    {"..", NULL},
    {">>", "there are no shifts"},
    {"<<", "there are no shifts"},
    {"++", ASSIGNED},
    {"--", ASSIGNED},
    {"+=", ASSIGNED},
    {"-=", ASSIGNED},
    {"*=", ASSIGNED},
    {"/=", ASSIGNED},
    {"%=", ASSIGNED},
    {"&=", ASSIGNED},
    {"|=", ASSIGNED},
    {"^=", ASSIGNED},
    {"?=", ASSIGNED},
    {"->", "there are no closures"},
    {"=>", "there are no closures"},
    {"**", "of arithmetic there are + - * / %"},
    {"*.", "there are no spreads"},
    {"??", "?: says what stands for null"},
    {"::", "there are no references to methods"},
    {".&", "there are no references to methods"},
    {".@", "a field is .name"},
    {"<", NULL},
    {">", NULL},
    {"!", NULL},
    {"?", NULL},
    {":", NULL},
    {"(", NULL},
    {")", NULL},
    {"[", NULL},
    {"]", NULL},
    {".", NULL},
    {",", NULL},
    {"+", NULL},
    {"-", NULL},
    {";", NULL},
    {"=", "== compares, " ASSIGNED},
    {"*", NULL},
    {"/", NULL},
    {"%", NULL},
    {"&", "&& is the boolean operator"},
    {"|", "|| is the boolean operator"},
    {"^", "there are no operators of bits"},
    {"~", "a pattern is /text/ behind =~ or ==~"},
    {"{", "there are no closures and no blocks"},
    {"}", "there are no closures and no blocks"},
    {"@", "there are no annotations"},
    {"#", "a comment begins with //"},
    {"`", "a text with expressions in it is \"${...}\""},
    {"$", "an expression in a text is \"${...}\""},
    {"\\", "an expression is one line"},
};

/* Operators that the other language has. */
static const struct other_sign {
    const char *text, *refusal;
    enum expr_language language; /* that does not have it */
} other_signs[] = {
    {"===", "it asks for the same object, == compares", EXPR_GROOVY},
    {"!==", "it asks for the same object, != compares", EXPR_GROOVY},
    {"==~", "it is Groovy's", EXPR_JAVASCRIPT},
    {"=~", "it is Groovy's", EXPR_JAVASCRIPT},
    {"!in", "it is Groovy's", EXPR_JAVASCRIPT},
    {"..<", "it is Groovy's", EXPR_JAVASCRIPT},
    {"..", "it is Groovy's", EXPR_JAVASCRIPT},
    {"?:", "it is Groovy's", EXPR_JAVASCRIPT},
    {"?[", "it is Groovy's", EXPR_JAVASCRIPT},
    {"*", "its numbers are not JavaScript's", EXPR_JAVASCRIPT},
    {"/", "its numbers are not JavaScript's", EXPR_JAVASCRIPT},
};

static const char *refusal_of(const struct sign *sign, enum expr_language language)
{
    const char *refusal = sign->refusal;
    for (size_t i = 0; i < sizeof(other_signs) / sizeof(other_signs[0]); i++) {
        if (other_signs[i].language == language && strcmp(other_signs[i].text, sign->text) == 0) {
            refusal = other_signs[i].refusal;
        }
    }
    return refusal;
}

struct weir_str expr_sign_at(struct weir_str text, enum expr_language language,
                             const char **refusal)
{
    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
        struct weir_str sign = weir_str_of(signs[i].text);
        bool name_goes_on =
            sign.p[sign.n - 1] == 'n' && text.n > sign.n && expr_begins_name(text.p[sign.n]);
        if (weir_str_starts(text, sign) && !name_goes_on) {
            *refusal = refusal_of(&signs[i], language);
            return sign;
        }
    }
    return WEIR_STR_NULL;
}
