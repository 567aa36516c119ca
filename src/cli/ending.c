/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "cli/ending.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { STATUS_OF_SIGNAL = 128 }; /* as a shell counts */

static atomic_bool is_to_end;
static volatile sig_atomic_t told_by;
static int descriptor = -1;

static void be_told(int number)
{
    int saved = errno;
    uint64_t one = 1;
    told_by = number;
    atomic_store(&is_to_end, true);
    (void)!write(descriptor, &one, sizeof one);
    (void)alarm(ENDING_S);
    errno = saved;
}

static void give_up(int number)
{
    (void)number;
    _exit(STATUS_OF_SIGNAL + told_by);
}

static void watch(int number)
{
    struct sigaction now;
    struct sigaction ours = {.sa_handler = be_told, .sa_flags = SA_RESTART | (int)SA_RESETHAND};
    if (sigaction(number, NULL, &now) == 0 && now.sa_handler != SIG_IGN)
        (void)sigaction(number, &ours, NULL);
}

void ending_watch(void)
{
    struct sigaction late = {.sa_handler = give_up};
    if (descriptor >= 0)
        return;
    descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    (void)sigaction(SIGALRM, &late, NULL);
    watch(SIGTERM);
    watch(SIGINT);
}

const atomic_bool *ending_flag(void)
{
    return &is_to_end;
}

int ending_descriptor(void)
{
    return descriptor;
}

void ending_now(void)
{
    (void)signal(told_by, SIG_DFL);
    (void)raise(told_by);
    _exit(STATUS_OF_SIGNAL + told_by);
}
