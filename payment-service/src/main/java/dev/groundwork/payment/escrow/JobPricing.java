package dev.groundwork.payment.escrow;

import java.time.Instant;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.task.v1.JobEvent.JobPriceRaiseRequested;
import dev.groundwork.contracts.task.v1.JobEvent.JobPublishRequested;
import dev.groundwork.payment.escrow.JobFunds.Terms;
import dev.groundwork.payment.ledger.Ledger;

import org.jspecify.annotations.Nullable;

/** What has to be held for a job on the terms that are asked for, and which terms cannot be had at all. */
@ApplicationScoped
class JobPricing {

    private final Ledger ledger;
    private final FundsConfig config;

    JobPricing(Ledger ledger, FundsConfig config) {
        this.ledger = ledger;
        this.config = config;
    }

    JobPrice added(JobPriceRaiseRequested wish, JobFunds job) {
        JobPrice before = job.terms().price();
        JobPrice after = raisedPrice(wish, job);
        return new JobPrice(
                after.base() - before.base(), after.fee() - before.fee(), after.reserve() - before.reserve());
    }

    JobPrice raisedPrice(JobPriceRaiseRequested wish, JobFunds job) {
        return JobPrice.of(
                Long.parseLong(wish.reward().minor()),
                job.terms().assignments(),
                job.terms().feeRate(),
                config.reserveRate());
    }

    /** {@return why no money can be held for a raise at all, or null} */
    @Nullable String refusalOfRaise(JobPriceRaiseRequested wish, JobFunds job) {
        if (job.isOver() || !job.wasHeld()) {
            return "job-ended";
        }
        try {
            return added(wish, job).total() > 0 ? null : "already-held";
        } catch (ArithmeticException tooLarge) {
            return "price-out-of-range";
        }
    }

    /** {@return why no money can be held on such terms at all, or null} */
    @Nullable String refusalOfTerms(JobPublishRequested wish) {
        if (!ledger.keeps(wish.reward().currency())) {
            return "unsupported-currency";
        }
        try {
            price(wish);
            return null;
        } catch (ArithmeticException tooLarge) {
            return "price-out-of-range";
        }
    }

    Terms terms(JobPublishRequested wish, @Nullable Instant heldAt) {
        return new Terms(
                wish.requesterId(),
                wish.publicationId(),
                wish.title(),
                wish.reward().currency(),
                reward(wish),
                wish.assignments(),
                config.feeRate(),
                price(wish),
                heldAt);
    }

    JobPrice price(JobPublishRequested wish) {
        if (wish.assignments() <= 0) {
            throw new IllegalArgumentException("job " + wish.jobId() + " wants to publish without assignments");
        }
        return JobPrice.of(reward(wish), wish.assignments(), config.feeRate(), config.reserveRate());
    }

    private static long reward(JobPublishRequested wish) {
        long reward = Long.parseLong(wish.reward().minor());
        if (reward <= 0) {
            throw new IllegalArgumentException("job " + wish.jobId() + " wants to publish without a reward");
        }
        return reward;
    }
}
