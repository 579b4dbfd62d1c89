package dev.groundwork.truth.signal;

import java.util.List;

/**
 * Something about workers that a person should look at. It says what was seen and how surprising that is; an innocent
 * explanation is always possible, and nothing may be refused, withheld or lowered because of it alone.
 */
public sealed interface Evidence permits ErrorAgreement, SharedTexts, RepeatedText, FastWork {

    /** {@return whom it is about, by name} */
    List<String> workers();

    /** {@return one sentence for the person who looks at it} */
    String summary();
}
