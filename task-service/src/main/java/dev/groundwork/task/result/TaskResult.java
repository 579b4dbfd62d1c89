package dev.groundwork.task.result;

import java.util.Map;
import java.util.UUID;

/**
 * The result of one task.
 *
 * @param answers how many usable answers it rests on
 * @param result by output property; empty while there are no answers
 */
record TaskResult(UUID taskId, String externalId, int answers, Map<String, Outcome> result) {}
