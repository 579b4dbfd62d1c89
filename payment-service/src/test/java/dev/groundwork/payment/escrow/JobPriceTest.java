package dev.groundwork.payment.escrow;

import java.math.BigDecimal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JobPriceTest {

    @ParameterizedTest
    @CsvSource({
        "100,0.20,20",
        "5,0.20,1",
        "1,0.20,1",
        "3,0.20,1",
        "6,0.20,2",
        "7,0,0",
        "100,0.175,18",
        "1000000,0.20,200000"
    })
    void the_fee_is_rounded_up_once_for_each_approval(long reward, BigDecimal rate, long fee) {
        assertThat(JobPrice.fee(reward, rate)).isEqualTo(fee);
    }

    @Test
    void what_is_held_is_rewards_fees_and_reserve() {
        JobPrice price = JobPrice.of(5, 30, new BigDecimal("0.20"), new BigDecimal("0.25"));

        assertThat(price).isEqualTo(new JobPrice(150, 30, 38));
        assertThat(price.total()).isEqualTo(218);
    }

    /** Whatever the reward and however odd the rate: the fees of all approvals are covered to the minor unit. */
    @ParameterizedTest
    @ValueSource(strings = {"0.20", "0.175", "0.333333", "0.000001", "1.999999"})
    void the_hold_covers_every_approval_exactly(String rate) {
        for (long reward = 1; reward <= 20_000; reward++) {
            JobPrice price = JobPrice.of(reward, 7, new BigDecimal(rate), BigDecimal.ZERO);
            long fee = JobPrice.fee(reward, new BigDecimal(rate));

            assertThat(price.total()).isEqualTo(7 * (reward + fee));
            assertThat(BigDecimal.valueOf(fee))
                    .isGreaterThanOrEqualTo(BigDecimal.valueOf(reward).multiply(new BigDecimal(rate)));
            assertThat(BigDecimal.valueOf(fee - 1))
                    .isLessThan(BigDecimal.valueOf(reward).multiply(new BigDecimal(rate)));
        }
    }

    @Test
    void a_price_beyond_64_bits_is_an_error_and_no_small_number() {
        assertThatThrownBy(() -> JobPrice.of(Long.MAX_VALUE / 2, 3, BigDecimal.ONE, BigDecimal.ONE))
                .isInstanceOf(ArithmeticException.class);
    }
}
