package dev.groundwork.payment.reconciliation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.payment.reconciliation.BankAnswer.Open;
import dev.groundwork.payment.reconciliation.BankAnswer.Tally;

import org.jspecify.annotations.Nullable;

/** What is found while a file is gone through, counted. */
final class Findings {

    private static final class Sum {
        private long count;
        private final Map<String, Long> minor = new TreeMap<>();
    }

    private final Map<String, Sum> sums = new TreeMap<>();
    private final List<Open> open = new ArrayList<>();
    private int openCount;

    void matched(String what, long count, @Nullable Money amount) {
        Sum sum = sums.computeIfAbsent(what, name -> new Sum());
        sum.count += count;
        if (amount != null) {
            sum.minor.merge(amount.currency(), amount.minor(), Math::addExact);
        }
    }

    void open(String reference, @Nullable Money amount, boolean credit, String why) {
        openCount++;
        if (open.size() < BankAnswer.OPEN_SHOWN) {
            open.add(new Open(reference, amount == null ? null : MoneyBody.of(amount), credit, why));
        }
    }

    int openCount() {
        return openCount;
    }

    List<Open> open() {
        return List.copyOf(open);
    }

    List<Tally> tallies() {
        List<Tally> tallies = new ArrayList<>();
        sums.forEach((what, sum) -> {
            if (sum.minor.isEmpty()) {
                if (sum.count > 0) {
                    tallies.add(new Tally(what, sum.count, null));
                }
            } else {
                sum.minor.forEach((currency, minor) ->
                        tallies.add(new Tally(what, sum.count, MoneyBody.of(new Money(minor, currency)))));
            }
        });
        return tallies;
    }
}
