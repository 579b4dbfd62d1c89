package dev.groundwork.payment.wage;

import java.sql.Connection;
import java.time.LocalDate;

/**
 * Floors or exchange rates were added that hold from a day on; sent inside of the transaction that adds them.
 *
 * @param tx to join
 */
public record FloorsChanged(Connection tx, LocalDate from) {}
