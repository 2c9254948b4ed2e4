/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sink_sample.h: the newest records of a topic as a sink's tasks would get them, for a configuration
 * that is being checked. No group is joined and nothing is written. Any thread but a task's; blocks
 * up to the sample's deadline.
 */
#ifndef SINK_SAMPLE_H
#define SINK_SAMPLE_H

#include "pipeline/pipeline.h"
#include "plugin/connector_sample.h"

/* Of the pipeline bus, worker and registry are used. OK without a visit: the topic is not there, or
 * empty, or the bus is not open yet; no topics match then. */
struct connector_sampler sink_sampler(struct pipeline *pipeline);

#endif
