package dev.groundwork.payment.caller;

import java.time.DateTimeException;
import java.time.YearMonth;

import dev.groundwork.kit.problem.InvalidRequest;

import org.jspecify.annotations.Nullable;

/** A month as requests name it. */
public final class RequestMonth {

    private RequestMonth() {}

    /** @throws InvalidRequest {@code invalid-month} */
    public static YearMonth of(@Nullable String text) {
        try {
            return YearMonth.parse(text == null ? "" : text);
        } catch (DateTimeException e) {
            throw new InvalidRequest("invalid-month", "Name the month as year and month, such as 2026-11.");
        }
    }
}
