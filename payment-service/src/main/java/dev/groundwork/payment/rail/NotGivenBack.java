package dev.groundwork.payment.rail;

import java.io.IOException;

/** The rail refuses for good to give back what a failed payout left with it: asking again changes nothing by itself. */
public class NotGivenBack extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param message for the log */
    public NotGivenBack(String message, Throwable cause) {
        super(message, cause);
    }
}
