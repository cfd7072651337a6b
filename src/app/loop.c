/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "app/replay.h"
#include "strata/translate.h"

#define FRAME_NS 33000000ull     /* between paintings of what happened by itself */
#define KEY_FRAME_NS 10000000ull /* between paintings of what was asked for */
#define KEY_SUSPEND ('Z' & 0x1f)

struct loop {
	struct viewer *viewer;
	int signal_fd;
	uint64_t painted_ns;
	bool was_asked; /* a key waits to be seen */
	int status;
};

static void end(struct loop *loop, int status)
{
	loop->viewer->is_quitting = true;
	loop->status = status;
}

static void resize(struct viewer *viewer)
{
	int width, height;
	screen_size(&width, &height);
	if (canvas_resize(&viewer->canvas, width, height) == 0)
		viewer->is_stale = viewer->is_dirty = true;
}

static void suspend(struct viewer *viewer)
{
	screen_suspend();
	resize(viewer);
}

static void reap_child(struct viewer *viewer)
{
	char verdict[CHILD_VERDICT], note[CHILD_VERDICT + 64];
	if (!viewer->child || !child_reap(viewer->child))
		return;
	snprintf(note, sizeof note, _("the command %s"), child_verdict(viewer->child, verdict));
	watch_note(viewer, note);
	viewer_say(viewer, "%s", note);
}

static void take_signal(struct loop *loop, int signal)
{
	switch (signal) {
	case SIGCONT:
		/* After a stop that could not be seen coming, the screen is someone else's. */
		screen_resume();
		resize(loop->viewer);
		break;
	case SIGWINCH:
		screen_resize();
		resize(loop->viewer);
		break;
	case SIGTSTP:
		suspend(loop->viewer);
		break;
	case SIGCHLD:
		reap_child(loop->viewer);
		break;
	default:
		end(loop, 128 + signal);
		break;
	}
}

static void take_signals(struct loop *loop)
{
	struct signalfd_siginfo info;
	while (read(loop->signal_fd, &info, sizeof info) == (ssize_t)sizeof info)
		take_signal(loop, (int)info.ssi_signo);
}

static void take_event(struct loop *loop, const struct screen_event *event)
{
	struct viewer *viewer = loop->viewer;
	switch (event->type) {
	case SCREEN_KEY:
		if (event->key == KEY_SUSPEND)
			suspend(viewer);
		else
			obey_key(viewer, event->key);
		break;
	case SCREEN_CLICK:
		obey_click(viewer, event->x, event->y);
		break;
	case SCREEN_WHEEL:
		obey_wheel(viewer, event->rows);
		break;
	case SCREEN_TEXT:
		obey_text(viewer, event->key);
		break;
	case SCREEN_HANG_UP:
		end(loop, 128 + SIGHUP);
		break;
	}
}

static void take_input(struct loop *loop)
{
	struct screen_event event;
	loop->was_asked = true;
	while (!loop->viewer->is_quitting && screen_read(&event))
		take_event(loop, &event);
}

static void take_demo(struct viewer *viewer)
{
	runner_read(viewer->lesson.runner);
	lesson_follow(viewer);
}

enum {
	POLL_TERMINAL,
	POLL_SIGNALS,
	POLL_SAMPLER,
	POLL_DEMO,
	POLL_OUTPUT,
	POLL_INQUIRY,
	POLLS,
};

static void take_all(struct loop *loop, const struct pollfd polls[POLLS])
{
	struct viewer *viewer = loop->viewer;
	if (polls[POLL_SIGNALS].revents)
		take_signals(loop);
	if (polls[POLL_TERMINAL].revents)
		take_input(loop);
	if (polls[POLL_SAMPLER].revents)
		watch_receive(viewer);
	/* A key may have ended what was polled. */
	if (polls[POLL_DEMO].revents && viewer->lesson.runner &&
		runner_fd(viewer->lesson.runner) == polls[POLL_DEMO].fd)
		take_demo(viewer);
	if (polls[POLL_OUTPUT].revents && child_read(viewer->child))
		watch_output(viewer);
	if (polls[POLL_INQUIRY].revents)
		who_receive(viewer);
}

static void sooner(uint64_t *due_ns, uint64_t candidate_ns)
{
	if (candidate_ns && candidate_ns < *due_ns)
		*due_ns = candidate_ns;
}

static uint64_t paint_due(const struct loop *loop)
{
	if (!loop->viewer->is_dirty)
		return 0;
	return loop->painted_ns + (loop->was_asked ? KEY_FRAME_NS : FRAME_NS);
}

/* Milliseconds until something is due; -1 for never. */
static int time_left(const struct loop *loop, uint64_t now_ns)
{
	const struct viewer *viewer = loop->viewer;
	uint64_t due_ns = UINT64_MAX;
	sooner(&due_ns, paint_due(loop));
	sooner(&due_ns, viewer->flash_until_ns);
	sooner(&due_ns, viewer->pages_flash_until_ns);
	sooner(&due_ns, viewer->pages_fade_until_ns);
	sooner(&due_ns, viewer->message_until_ns);
	sooner(&due_ns, replay_due(viewer));
	if (viewer->is_choosing && !viewer->is_paused)
		sooner(&due_ns, viewer->list_due_ns);
	if (viewer->lesson.runner) {
		int left_ms = runner_timeout(viewer->lesson.runner, now_ns);
		if (left_ms >= 0)
			sooner(&due_ns, now_ns + (uint64_t)left_ms * 1000000);
	}
	if (due_ns == UINT64_MAX)
		return -1;
	return due_ns <= now_ns ? 0 : (int)((due_ns - now_ns + 999999) / 1000000);
}

/* What marks a moment ends with it. */
static void expire(struct viewer *viewer, uint64_t *until_ns, uint64_t now_ns)
{
	if (*until_ns == 0 || now_ns < *until_ns)
		return;
	*until_ns = 0;
	viewer->is_dirty = true;
}

static void do_what_is_due(struct loop *loop, uint64_t now_ns)
{
	struct viewer *viewer = loop->viewer;
	struct runner *runner = viewer->lesson.runner;
	expire(viewer, &viewer->flash_until_ns, now_ns);
	expire(viewer, &viewer->pages_flash_until_ns, now_ns);
	expire(viewer, &viewer->pages_fade_until_ns, now_ns);
	expire(viewer, &viewer->message_until_ns, now_ns);
	chooser_refresh(viewer, now_ns);
	replay_tick(viewer, now_ns);
	who_follow(viewer);
	if (runner && runner_timeout(runner, now_ns) == 0) {
		runner_tick(runner, now_ns);
		lesson_follow(viewer);
	}
	if (!viewer->is_dirty || now_ns < paint_due(loop))
		return;
	viewer_paint(viewer, now_ns);
	loop->painted_ns = now_ns;
	loop->was_asked = false;
}

static int wait_and_take(struct loop *loop)
{
	struct viewer *viewer = loop->viewer;
	struct runner *runner = viewer->lesson.runner;
	struct inquiry *inquiry = viewer->question.inquiry;
	struct pollfd polls[POLLS] = {
		[POLL_TERMINAL] = { screen_input(), POLLIN, 0 },
		[POLL_SIGNALS] = { loop->signal_fd, POLLIN, 0 },
		[POLL_SAMPLER] = { sampler_fd(viewer->sampler), POLLIN, 0 },
		[POLL_DEMO] = { runner ? runner_fd(runner) : -1, POLLIN, 0 },
		[POLL_OUTPUT] = { viewer->child ? viewer->child->output_fd : -1, POLLIN, 0 },
		[POLL_INQUIRY] = { inquiry ? inquiry_fd(inquiry) : -1, POLLIN, 0 },
	};
	if (poll(polls, POLLS, time_left(loop, viewer_clock())) < 0)
		return errno == EINTR ? 0 : -errno;
	take_all(loop, polls);
	return 0;
}

static void signals_of_loop(sigset_t *mask)
{
	static const int signals[] = { SIGWINCH, SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT,
		SIGCHLD };
	sigemptyset(mask);
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		sigaddset(mask, signals[i]);
}

void loop_block_signals(void)
{
	sigset_t mask;
	signals_of_loop(&mask);
	sigprocmask(SIG_BLOCK, &mask, NULL);
}

int loop_run(struct viewer *viewer)
{
	struct loop loop = { .viewer = viewer };
	sigset_t mask;
	signals_of_loop(&mask);
	loop.signal_fd = signalfd(-1, &mask, SFD_CLOEXEC | SFD_NONBLOCK);
	int error = loop.signal_fd < 0 ? -errno : 0;
	resize(viewer);
	/* The command may have ended before its signal was blocked. */
	reap_child(viewer);
	while (error == 0 && !viewer->is_quitting) {
		do_what_is_due(&loop, viewer_clock());
		error = wait_and_take(&loop);
	}
	if (loop.signal_fd >= 0)
		close(loop.signal_fd);
	return error < 0 ? 1 : loop.status;
}
