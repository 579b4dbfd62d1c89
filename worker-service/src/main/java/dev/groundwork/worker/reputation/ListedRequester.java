package dev.groundwork.worker.reputation;

import java.time.Instant;
import java.util.UUID;

import dev.groundwork.kit.money.MoneyBody;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How a requester treats workers, as everybody may read it.
 *
 * @param workers whose answers they decided on, since this list is kept; decisions count from the beginning
 * @param decisions that are final
 * @param approvalRate answers that were paid as they should be, out of these
 * @param rejectionRate rejections that stand or fell, out of these
 * @param appealed rejections that workers appealed
 * @param overturnRate rejections that fell, out of all that are final; left out below five
 * @param waitSeconds from handing in to the decision that pays, on average; left out below twenty answers
 * @param hourlyPay the median over workers of what an hour of their time paid; left out below ten workers
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(examples = """
                {"requesterId": "0198c0de-0000-7000-8000-0000000000a1", "workers": 48, "decisions": 1204, "approvalRate": 0.9917,
                 "rejectionRate": 0.0083, "appealed": 6, "overturnRate": 0.4, "waitSeconds": 90211,
                 "hourlyPay": {"amount": "11.20", "currency": "EUR"}, "computedAt": "2026-11-22T18:00:00Z"}""")
record ListedRequester(
        UUID requesterId,
        long workers,
        long decisions,
        double approvalRate,
        double rejectionRate,
        long appealed,
        @Nullable Double overturnRate,
        @Nullable Long waitSeconds,
        @Nullable MoneyBody hourlyPay,
        Instant computedAt) {

    static final int FEWEST_REJECTIONS = 5;
}
