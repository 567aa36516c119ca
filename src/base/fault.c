/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "base/fault.h"

#include <pthread.h>
#include <string.h>

bool fault_is_armed;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
    const char *point;
    size_t nth, met;
    bool sticky;
} armed;

bool fault_strikes(const char *point)
{
    (void)pthread_mutex_lock(&lock);
    bool counts = !armed.point || strcmp(armed.point, point) == 0;
    armed.met += counts;
    bool strikes = counts && (armed.sticky ? armed.met >= armed.nth : armed.met == armed.nth);
    (void)pthread_mutex_unlock(&lock);
    return strikes;
}

void fault_arm(size_t nth, bool sticky)
{
    fault_arm_at(NULL, nth, sticky);
}

void fault_arm_at(const char *point, size_t nth, bool sticky)
{
    (void)pthread_mutex_lock(&lock);
    armed.point = point;
    armed.nth = nth;
    armed.met = 0;
    armed.sticky = sticky;
    (void)pthread_mutex_unlock(&lock);
    fault_is_armed = true;
}

void fault_disarm(void)
{
    fault_is_armed = false;
}

size_t fault_met(void)
{
    (void)pthread_mutex_lock(&lock);
    size_t met = armed.met;
    (void)pthread_mutex_unlock(&lock);
    return met;
}
