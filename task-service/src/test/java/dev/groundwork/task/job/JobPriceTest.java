package dev.groundwork.task.job;

import java.math.BigDecimal;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.Unprocessable;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JobPriceTest {

    private static final BigDecimal FEE = new BigDecimal("0.20");
    private static final BigDecimal RESERVE = new BigDecimal("0.25");

    @Test
    void is_rewards_and_fee_and_reserve() {
        JobPrice price = JobPrice.of(eur(50), 1000, FEE, RESERVE);

        assertThat(price.base()).isEqualTo(eur(50_000));
        assertThat(price.fee()).isEqualTo(eur(10_000));
        assertThat(price.reserve()).isEqualTo(eur(12_500));
        assertThat(price.total()).isEqualTo(eur(72_500));
    }

    @Test
    void the_fee_is_rounded_up_on_each_assignment_and_the_reserve_once() {
        // 20 % of 3 cents is 0.6 of a cent: one whole cent, ten times. 25 % of 30 cents is 7.5: eight.
        JobPrice price = JobPrice.of(eur(3), 10, FEE, RESERVE);

        assertThat(price.fee()).isEqualTo(eur(10));
        assertThat(price.reserve()).isEqualTo(eur(8));
    }

    @Test
    void a_budget_is_kept_to_the_cent() {
        JobPrice price = JobPrice.of(eur(50), 1000, FEE, RESERVE);

        assertThatCode(() -> price.orRefuseOver(eur(72_500))).doesNotThrowAnyException();
        assertThatThrownBy(() -> price.orRefuseOver(eur(72_499)))
                .isInstanceOfSatisfying(Unprocessable.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("over-budget");
                    assertThat(refusal.members())
                            .containsEntry("total", "725.00")
                            .containsEntry("budget", "724.99");
                });
    }

    @Test
    void a_price_beyond_counting_is_refused() {
        assertThatThrownBy(() -> JobPrice.of(eur(Long.MAX_VALUE / 2), 1000, FEE, RESERVE))
                .isInstanceOfSatisfying(Unprocessable.class, refusal -> assertThat(refusal.code())
                        .isEqualTo("job-too-large"));
    }

    private static Money eur(long minor) {
        return new Money(minor, "EUR");
    }
}
