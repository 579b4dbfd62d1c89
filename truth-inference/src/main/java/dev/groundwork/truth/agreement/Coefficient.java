package dev.groundwork.truth.agreement;

import java.util.OptionalDouble;

/** A measure of agreement, or the reason why these answers do not have one. Never not-a-number. */
public sealed interface Coefficient {

    /** {@return the value where there is one} */
    OptionalDouble optional();

    /** @param value at most 1; 0 is what chance gives, less than 0 is less than chance */
    record Defined(double value) implements Coefficient {

        public Defined {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("A coefficient of agreement is a finite number, not " + value);
            }
        }

        @Override
        public OptionalDouble optional() {
            return OptionalDouble.of(value);
        }
    }

    record Undefined(Reason reason) implements Coefficient {

        @Override
        public OptionalDouble optional() {
            return OptionalDouble.empty();
        }
    }

    /** Why there is nothing to measure. */
    enum Reason {
        /** No task was answered twice, so nobody could agree or disagree. */
        NO_TASK_WITH_TWO_ANSWERS,
        /** The two workers have no task in common. */
        NO_COMMON_TASK,
        /** Every answer is the same, so that chance alone would have given complete agreement. */
        ONLY_ONE_VALUE
    }

    /** {@return one minus the share that is observed of what chance would give} */
    static Coefficient beyondChance(double observed, double byChance) {
        // What chance cannot give is not measurable against it; rounding must not turn that into a huge number.
        return byChance <= 1e-12 ? new Undefined(Reason.ONLY_ONE_VALUE) : new Defined(1 - observed / byChance);
    }
}
