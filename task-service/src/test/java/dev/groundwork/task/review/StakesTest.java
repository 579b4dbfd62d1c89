package dev.groundwork.task.review;

import java.math.BigDecimal;

import dev.groundwork.task.assignment.Rejection;
import dev.groundwork.task.assignment.RejectionOutcome;
import dev.groundwork.task.assignment.RejectionReason;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class StakesTest {

    private static final BigDecimal QUARTER = new BigDecimal("0.25");

    /** Each reason comes to one outcome; work in good faith is paid for its time except where fraud is shown. */
    @ParameterizedTest
    @CsvSource({
        "NO_ATTEMPT,                UNPAID,    FLOOR_PAY",
        "FRAUD,                     UNPAID,    UNPAID",
        "TOO_FAST,                  UNPAID,    FLOOR_PAY",
        "INSTRUCTIONS_NOT_FOLLOWED, FLOOR_PAY, FLOOR_PAY",
        "WRONG_ANSWER,              FLOOR_PAY, FLOOR_PAY",
        "GOLD_MISS,                 FLOOR_PAY, FLOOR_PAY",
        "TASK_FAULTY,               FULL_PAY,  FULL_PAY",
    })
    void a_reason_has_one_outcome(RejectionReason reason, RejectionOutcome otherwise, RejectionOutcome inGoodFaith) {
        assertThat(reason.outcome(false)).isEqualTo(otherwise);
        assertThat(reason.outcome(true)).isEqualTo(inGoodFaith);
    }

    @Test
    void floor_pay_is_rounded_up() {
        // 9.37 an hour for 180 s is 46.85 cents.
        assertThat(Stakes.floorPay(937, 180, 65, QUARTER)).isEqualTo(47);
        assertThat(Stakes.floorPay(3600, 47, 65, QUARTER)).isEqualTo(47);
    }

    @Test
    void floor_pay_is_at_most_reward_and_reserve_and_at_least_something() {
        assertThat(Stakes.floorPay(937, 3600, 65, QUARTER)).isEqualTo(81);
        assertThat(Stakes.floorPay(937, 3600, 5, QUARTER)).isEqualTo(6);
        assertThat(Stakes.floorPay(937, 0, 5, QUARTER)).isEqualTo(1);
    }

    @Test
    void unpaid_is_nothing_and_nothing_else_is() {
        assertThatThrownBy(() -> new Rejection.Stake(RejectionOutcome.UNPAID, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rejection.Stake(RejectionOutcome.FLOOR_PAY, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
