package dev.groundwork.payment.payout;

import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.money.MoneyBody;

import io.agroal.api.AgroalDataSource;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What workers are owed at this moment, and what stands between it and their banks; reads only. */
@ApplicationScoped
class Payables {

    private final PayoutConfig config;
    private final AgroalDataSource database;
    private final Clock clock;

    Payables(PayoutConfig config, AgroalDataSource database, Clock clock) {
        this.config = config;
        this.database = database;
        this.clock = clock;
    }

    /** Why a balance is paid, or not, by the next batch. */
    @Schema(name = "PayableState")
    enum State {
        /** The next batch takes it. */
        READY,
        /** Below the usual minimum; it is paid once it has waited long enough. */
        BELOW_MINIMUM,
        /** The worker has not said where to pay. */
        NO_METHOD,
        /** A bank has refused the account; the worker has to name another, or finance has to look. */
        METHOD_STOPPED,
        /** The worker has changed the account a short while ago; it is paid to after a rest. */
        METHOD_RESTS,
        /** A payout to the worker has not come to its end yet: this has come in since. */
        UNDER_WAY
    }

    /**
     * What is owed in one currency.
     *
     * @param minimum balances below it wait
     * @param parts whose sum is the total; a balance is in one of them only
     */
    @Schema(name = "PayableOfCurrency")
    record OfCurrency(
            @Schema(examples = "EUR") String currency,
            MoneyBody total,
            long workers,

            @Schema(description = "In major units", examples = "1.00")
            String minimum,

            List<Part> parts) {}

    /** The balances that are in one state. */
    @Schema(name = "PayablePart")
    record Part(State state, long workers, MoneyBody amount) {}

    /** {@return what is owed, by currency; without those in which nothing is} */
    List<OfCurrency> now() {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("""
                        select currency, state, count(*), sum(owed)
                        from (select a.currency, o.owed,
                                     case when exists (select from payout p where p.account_id = a.id and p.open)
                                              then 'UNDER_WAY'
                                          when m.id is null then 'NO_METHOD'
                                          when m.state <> 'ACTIVE' then 'METHOD_STOPPED'
                                          when %s then 'METHOD_RESTS'
                                          when o.owed < ?::numeric * 10 ^ c.exponent then 'BELOW_MINIMUM'
                                          else 'READY' end as state
                              from account a
                                       cross join (select ?::timestamptz as since) r
                                       join currency c on c.code = a.currency
                                       join account_balance b on b.account_id = a.id
                                       cross join lateral
                                           (select b.credits_posted - b.debits_posted - b.debits_pending as owed) o
                                       left join payout_method m on m.worker_id = a.owner_id and m.replaced_at is null
                              where a.owner_type = 'WORKER' and a.purpose = 'PAYABLE' and o.owed > 0) w
                        group by currency, state
                        order by currency""".formatted(PayoutTable.RESTS))) {
            statement.setBigDecimal(1, config.minimum());
            statement.setTimestamp(
                    2, Timestamp.from(clock.instant().minus(config.approval().methodRest())));
            Map<String, List<Counted>> found = new LinkedHashMap<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.computeIfAbsent(row.getString(1), currency -> new ArrayList<>())
                            .add(new Counted(State.valueOf(row.getString(2)), row.getLong(3), row.getLong(4)));
                }
            }
            List<OfCurrency> currencies = new ArrayList<>();
            found.forEach((currency, counted) -> currencies.add(ofCurrency(currency, counted)));
            return currencies;
        } catch (SQLException e) {
            throw new IllegalStateException("what is owed cannot be read", e);
        }
    }

    private record Counted(State state, long workers, long minor) {}

    private OfCurrency ofCurrency(String currency, List<Counted> counted) {
        Money total = Money.zero(currency);
        long workers = 0;
        List<Part> parts = new ArrayList<>();
        for (State state : State.values()) {
            for (Counted part : counted) {
                if (part.state() == state) {
                    Money amount = new Money(part.minor(), currency);
                    total = total.plus(amount);
                    workers += part.workers();
                    parts.add(new Part(state, part.workers(), MoneyBody.of(amount)));
                }
            }
        }
        Money minimum = Money.rounded(config.minimum(), currency, RoundingMode.CEILING);
        return new OfCurrency(currency, MoneyBody.of(total), workers, minimum.decimal(), parts);
    }
}
