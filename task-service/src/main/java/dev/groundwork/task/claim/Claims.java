package dev.groundwork.task.claim;

import java.util.List;

/**
 * What a claim got.
 *
 * @param items in task order
 * @param replayed whether an earlier request with the same idempotency key got them
 */
record Claims(List<ClaimedTask> items, boolean replayed) {}
