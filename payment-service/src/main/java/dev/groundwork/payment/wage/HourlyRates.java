package dev.groundwork.payment.wage;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.money.Money;

/** What an hour of work costs at least, in the currency in which it is paid. */
@ApplicationScoped
public class HourlyRates {

    private final WageFloorTable table;

    HourlyRates(WageFloorTable table) {
        this.table = table;
    }

    /**
     * The floor of one place for one day of work, in the currency of the pay.
     *
     * @param floor at the exchange rates of the day of work
     * @param perHourAtCloseMinor the same floor at the exchange rates of the day on which the work is reckoned; not below that of the
     *     floor
     */
    public record HourlyRate(WageFloor floor, long perHourAtCloseMinor) {}

    /** The floors and exchange rates that are known, as of one moment. */
    public static final class Book {
        private final WageFloors floors;
        private final FxRates rates;

        Book(WageFloors floors, FxRates rates) {
            this.floors = floors;
            this.rates = rates;
        }

        /** {@return an amount in another currency at the rates of a day, rounded up; empty where one is not known} */
        public Optional<Money> convert(Money amount, String currency, LocalDate on) {
            return rates.convert(amount, currency, on);
        }

        /**
         * @param place ISO 3166-1 or ISO 3166-2 code; empty where it is not known
         * @param worked the day whose floor and exchange rate are locked
         * @param closed the day whose exchange rate protects what was locked; not before {@code worked}
         */
        public HourlyRate rate(String place, String currency, LocalDate worked, LocalDate closed) {
            WageFloor locked = floors.resolveIn(currency, place, worked, rates, worked);
            WageFloor later = floors.resolveIn(currency, place, worked, rates, closed);
            return new HourlyRate(
                    locked, Math.max(locked.perHour().minor(), later.perHour().minor()));
        }
    }

    /** {@return what an amount is worth in another currency at the rates of a day, rounded up; empty where one is not known} */
    public Optional<Money> worth(Connection tx, Money amount, String currency, LocalDate on) throws SQLException {
        return new FxRates(table.rates(tx)).convert(amount, currency, on);
    }

    public Book read(Connection tx) throws SQLException {
        return new Book(new WageFloors(table.all(tx)), new FxRates(table.rates(tx)));
    }
}
