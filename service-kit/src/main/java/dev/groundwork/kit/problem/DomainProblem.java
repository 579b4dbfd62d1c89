package dev.groundwork.kit.problem;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal that the caller can understand and act on; its code is part of the API.
 *
 * <p>Refusals are ordinary answers, so they carry no stack trace: making one costs no more than any other object.
 */
public abstract sealed class DomainProblem extends RuntimeException
        permits NotFound,
                RuleViolation,
                Unprocessable,
                InvalidRequest,
                NotAllowed,
                TooLarge,
                UnsupportedMedia,
                Locked,
                UnderWay,
                TryLater {

    private final String code;
    private final String detail;

    /** Extension members of the problem document, as values that the JSON mapper of HTTP can write. */
    private final transient Map<String, Object> members;

    DomainProblem(String code, String detail, Map<String, ?> members) {
        super(code + ": " + detail, null, false, false);
        this.code = code;
        this.detail = detail;
        this.members = Collections.unmodifiableMap(new LinkedHashMap<String, Object>(members));
    }

    /** Kebab-case and stable, such as {@code job-not-open}. */
    public String code() {
        return code;
    }

    /** A sentence for a person. */
    public String detail() {
        return detail;
    }

    /** RFC 9457 extension members in the order in which they are written; never null, often empty. */
    public Map<String, Object> members() {
        return members;
    }
}
