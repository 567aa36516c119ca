/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "http/server.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/text.h"
#include "http/server_private.h"

enum {
    PORT = 7414,
    BACKLOG = 1024,
    MOVERS = 2,              /* threads of the library */
    DESCRIPTORS_APART = 512, /* of workers, spool, segments, the owner's socket */
    LEAST_CONNECTIONS = 16,
    NICER = 10,
    LONG_MS = 50,  /* a question that takes longer lets others go first */
    LAST_MS = 500, /* for replies that are ready when all else has ended */
    MS_PER_S = 1000,
    NS_PER_MS = 1000000,
};

/* ---- settings ---- */

static const char *refuse_listen(struct arena *a, str value)
{
    struct sockaddr_storage socket;
    socklen_t len;
    return address_of_listen(a, value, PORT, &socket, &len)
               ? "must be an address with a port, such as 127.0.0.1:7414, and is"
               : NULL;
}

static bool is_public_url(str value)
{
    str host = {NULL, 0};
    if (str_starts_with(value, S("https://")))
        host = str_slice(value, 8, value.len);
    else if (str_starts_with(value, S("http://")))
        host = str_slice(value, 7, value.len);
    for (size_t i = 0; i < host.len; i++) {
        char c = host.ptr[i];
        bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!is_plain && (!c || !str_has(S("-._:[]"), c)))
            return false;
    }
    return host.len > 0;
}

static const char *refuse_public_url(struct arena *a, str value)
{
    (void)a;
    return is_public_url(value) ? NULL
                                : "must be https:// or http:// and a host, without a path, and is";
}

static const char *refuse_ranges(struct arena *a, str value)
{
    struct address_ranges ranges;
    return address_ranges_of_str(a, value, &ranges)
               ? "must be addresses or ranges such as 10.0.0.0/8, and is"
               : NULL;
}

CONF(listen) = {
    .name = "listen",
    .kind = CONF_TEXT,
    .fallback = "127.0.0.1:7414",
    .about = "where the server listens: ADDRESS:PORT; port 0 takes one that is free",
    .refuse = refuse_listen,
};

CONF(public_url) = {
    .name = "public_url",
    .kind = CONF_TEXT,
    .fallback = "",
    .about = "how people reach the server, https://cx.example.org: links begin with it, and "
             "requests for another host are refused",
    .refuse = refuse_public_url,
};

CONF(trusted_proxies) = {
    .name = "trusted_proxies",
    .kind = CONF_TEXT,
    .fallback = "",
    .about = "addresses and ranges of proxies whose X-Forwarded-For is believed",
    .refuse = refuse_ranges,
};

CONF(connections) = {
    .name = "connections",
    .kind = CONF_WHOLE,
    .fallback = "4096",
    .lo = LEAST_CONNECTIONS,
    .hi = LIMIT_HTTP_CONNECTIONS,
    .about = "connections that are open at once",
};

CONF(connections_per_address) = {
    .name = "connections_per_address",
    .kind = CONF_WHOLE,
    .fallback = "256",
    .lo = 1,
    .hi = LIMIT_HTTP_CONNECTIONS,
    .about = "of these, from one IPv4 address or one /64 of IPv6; trusted proxies are not held "
             "to it",
};

CONF(log_requests) = {
    .name = "log_requests",
    .kind = CONF_BOOL,
    .fallback = "no",
    .about = "whether each request gets a line in the log, not only those that fail",
};

/* ---- start ---- */

/* As many as the system lets us have. */
static unsigned connections_of(const struct settings *settings)
{
    struct rlimit most;
    unsigned wanted = (unsigned)settings_whole(settings, &conf_named_connections);
    if (getrlimit(RLIMIT_NOFILE, &most) != 0)
        return wanted;
    rlim_t needed = wanted + DESCRIPTORS_APART;
    if (most.rlim_cur < needed) {
        most.rlim_cur = most.rlim_max < needed ? most.rlim_max : needed;
        (void)setrlimit(RLIMIT_NOFILE, &most);
        (void)getrlimit(RLIMIT_NOFILE, &most);
    }
    if (most.rlim_cur >= needed)
        return wanted;
    return most.rlim_cur > DESCRIPTORS_APART + LEAST_CONNECTIONS
               ? (unsigned)(most.rlim_cur - DESCRIPTORS_APART)
               : LEAST_CONNECTIONS;
}

static struct err *refused(struct arena *a, str text, int number)
{
    enum why why = number == EADDRINUSE                  ? WHY_CONFLICT
                   : number == EACCES || number == EPERM ? WHY_DENIED
                   : number == EADDRNOTAVAIL             ? WHY_USAGE
                                                         : WHY_FAILED;
    FAIL(a, why, "The server cannot listen at %.*s: %s.", STR(text), strerror(number));
}

static struct err *bind_to(struct arena *a, str text, const struct sockaddr_storage *at,
                           socklen_t len, int *out)
{
    int yes = 1, no = 0;
    int listener = socket(at->ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (listener >= 0 && setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0 &&
        (at->ss_family != AF_INET6 ||
         setsockopt(listener, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no) == 0) &&
        bind(listener, (const struct sockaddr *)at, len) == 0 && listen(listener, BACKLOG) == 0) {
        *out = listener;
        return NULL;
    }
    int number = errno;
    if (listener >= 0)
        (void)close(listener);
    return refused(a, text, number);
}

static struct err *listen_at(struct server *s, str text, int *listener)
{
    struct sockaddr_storage at = {.ss_family = AF_UNSPEC};
    socklen_t len = sizeof at;
    TRY(address_of_listen(s->arena, text, PORT, &at, &len));
    TRY(bind_to(s->arena, text, &at, len, listener));
    len = sizeof at;
    (void)getsockname(*listener, (struct sockaddr *)&at, &len);
    s->address = address_to_listen(s->arena, (const struct sockaddr *)&at);
    return NULL;
}

static void read_public_url(struct server *s)
{
    str url = settings_text(s->options.settings, &conf_named_public_url);
    s->rules.is_https = str_starts_with(url, S("https://"));
    if (url.len)
        s->rules.public_host = str_slice(url, s->rules.is_https ? 8 : 7, url.len);
    s->public_url = url.len ? url : str_format(s->arena, "http://%.*s", STR(s->address));
}

static void make_pools(struct server *s)
{
    static const struct {
        unsigned threads;
        size_t waiting;
        int niceness, long_ms;
    } sizes[QUEUE_NONE] = {
        [QUEUE_READ] = {LIMIT_HTTP_READERS, LIMIT_HTTP_READS_QUEUED, 0, LONG_MS},
        [QUEUE_WRITE] = {LIMIT_HTTP_WRITERS, LIMIT_HTTP_WRITES_QUEUED, 0, 0},
        [QUEUE_SLOW] = {LIMIT_HTTP_SLOW, LIMIT_HTTP_SLOW_QUEUED, NICER, 0},
    };
    for (unsigned i = 0; i < QUEUE_NONE; i++)
        s->pools[i] = pool_make(s->arena, &(struct pool_options){.threads = sizes[i].threads,
                                                                 .waiting = sizes[i].waiting,
                                                                 .niceness = sizes[i].niceness,
                                                                 .long_ms = sizes[i].long_ms,
                                                                 .prepare = exchange_prepare,
                                                                 .work = exchange_run,
                                                                 .what = s});
}

static void age(void *what)
{
    struct server *s = what;
    pool_age(s->pools[QUEUE_READ]);
}

static void end(void *what)
{
    struct server *s = what;
    server_stop(s, 0);
    (void)pthread_cond_destroy(&s->gone);
    (void)pthread_mutex_destroy(&s->lock);
}

static struct err *start(struct server *s)
{
    const struct settings *settings = s->options.settings;
    struct mhd_options library = {
        .threads = MOVERS, .connections = connections_of(settings), .server = s};
    TRY(address_ranges_of_str(s->arena, settings_text(settings, &conf_named_trusted_proxies),
                              &s->proxies));
    TRY(intake_room_open(s->arena, store_dir(s->options.store), &s->intake));
    struct links_options links = {
        .most = library.connections + MOVERS,
        .most_of_one = (unsigned)settings_whole(settings, &conf_named_connections_per_address),
        .exempt = &s->proxies,
        .tick = age,
        .what = s};
    make_pools(s);
    TRY(streams_make(s->arena, s->options.store, &s->streams));
    TRY(links_make(s->arena, &links, &s->links));
    TRY(listen_at(s, settings_text(settings, &conf_named_listen), &library.listener));
    read_public_url(s);
    library.links = s->links;
    struct err *e = mhd_start(s->arena, &library, &s->mhd);
    if (e)
        (void)close(library.listener);
    return e;
}

struct err *server_start(struct arena *a, const struct server_options *options, struct server **out)
{
    struct server *s = ARENA_NEW(a, struct server);
    *s =
        (struct server){.arena = a,
                        .options = *options,
                        .id_key = secret_key_make(),
                        .logs_requests = settings_bool(options->settings, &conf_named_log_requests),
                        .counters = counters_make(a, options->routes, options->routes_len)};
    s->rules.router = router_make(a, options->routes, options->routes_len);
    s->rules.proxies = &s->proxies;
    s->rules.settings = options->settings;
    (void)pthread_mutex_init(&s->lock, NULL); /* neither fails on Linux */
    (void)pthread_cond_init(&s->gone, NULL);
    TRY(start(s));
    arena_defer(a, end, s);
    *out = s;
    return NULL;
}

str server_address(const struct server *s)
{
    return s->address;
}

str server_public_url(const struct server *s)
{
    return s->public_url;
}

/* ---- stop ---- */

static void wait_until_gone(struct server *s, int wait_ms)
{
    struct timespec until = {0};
    (void)clock_gettime(CLOCK_REALTIME, &until);
    int64_t ns = until.tv_nsec + (int64_t)(wait_ms % MS_PER_S) * NS_PER_MS;
    until.tv_sec += wait_ms / MS_PER_S + ns / ((int64_t)MS_PER_S * NS_PER_MS);
    until.tv_nsec = ns % ((int64_t)MS_PER_S * NS_PER_MS);
    (void)pthread_mutex_lock(&s->lock);
    while (s->active > 0 && pthread_cond_timedwait(&s->gone, &s->lock, &until) == 0)
        continue;
    (void)pthread_mutex_unlock(&s->lock);
}

void server_stop(struct server *s, int wait_ms)
{
    if (s->has_stopped)
        return;
    s->has_stopped = true;
    atomic_store(&s->is_ending, true);
    mhd_quiesce(s->mhd);
    streams_end(s->streams);
    links_shut(s->links, false); /* those who are in the middle of nothing */
    wait_until_gone(s, wait_ms);
    links_tell(s->links); /* long work stops where it can */
    for (unsigned i = 0; i < QUEUE_NONE; i++)
        pool_end(s->pools[i]);
    wait_until_gone(s, LAST_MS);
    links_shut(s->links, true);
    mhd_stop(s->mhd);
}
