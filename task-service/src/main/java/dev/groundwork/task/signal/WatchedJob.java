package dev.groundwork.task.signal;

import java.util.UUID;

/**
 * A job whose answers are to be searched.
 *
 * @param counters what its counters are now
 * @param position tasks up to here are done in the present round
 * @param tasks how many it has
 * @param overlap how many answers its tasks want on average
 */
record WatchedJob(
        UUID id, UUID requesterId, String specHash, String counters, long position, long tasks, double overlap) {}
