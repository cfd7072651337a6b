/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "demo/worker_crew.h"

#include "strata/translate.h"

static void *live(void *argument)
{
	struct crew_member *self = argument;
	struct crew *crew = self->crew;
	for (;;) {
		pthread_barrier_wait(&crew->barrier); /* done with what was before */
		pthread_barrier_wait(&crew->barrier); /* and ready for what is next */
		if (crew->order == 0)
			return NULL;
		crew->piece(crew, (size_t)(self - crew->members), crew->order);
	}
}

static void create(struct crew *crew, struct crew_member *member, const pthread_attr_t *attributes)
{
	member->crew = crew;
	if (pthread_create(&member->thread, attributes, live, member) != 0)
		worker_skip(crew->worker, N_("there can be no more threads"));
}

void crew_start(struct crew *crew)
{
	pthread_attr_t attributes;
	pthread_attr_init(&attributes);
	if (crew->stack_size)
		pthread_attr_setstacksize(&attributes, crew->stack_size);
	pthread_barrier_init(&crew->barrier, NULL, (unsigned)crew->count + 1);
	for (size_t i = 0; i < crew->count; i++)
		create(crew, &crew->members[i], &attributes);
	pthread_attr_destroy(&attributes);
	pthread_barrier_wait(&crew->barrier);
}

void crew_begin(struct crew *crew, int order)
{
	crew->order = order;
	pthread_barrier_wait(&crew->barrier);
}

void crew_wait(struct crew *crew)
{
	pthread_barrier_wait(&crew->barrier);
}

void crew_order(struct crew *crew, int order)
{
	crew_begin(crew, order);
	crew_wait(crew);
}

void crew_end(struct crew *crew)
{
	crew->order = 0;
	pthread_barrier_wait(&crew->barrier);
	for (size_t i = 0; i < crew->count; i++)
		pthread_join(crew->members[i].thread, NULL);
	pthread_barrier_destroy(&crew->barrier);
}
