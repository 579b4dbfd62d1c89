package dev.groundwork.payment.bonus;

import java.util.UUID;

import dev.groundwork.kit.money.Money;

/**
 * A bonus that was given.
 *
 * @param assignmentId the work that it is for
 * @param fee of the platform, paid by the requester besides
 */
record Bonus(UUID id, UUID workerId, UUID jobId, UUID assignmentId, Money amount, Money fee, String message) {}
