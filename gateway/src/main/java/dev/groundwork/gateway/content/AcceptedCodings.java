package dev.groundwork.gateway.content;

import java.util.List;
import java.util.regex.Pattern;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** In what codings an answer may be sent to an asker; as it is, everybody takes it. */
public final class AcceptedCodings {

    /** By RFC 9110 a weight of 0 refuses what it is the weight of. */
    private static final Pattern REFUSED = Pattern.compile("q=0(\\.0{0,3})?", Pattern.CASE_INSENSITIVE);

    private AcceptedCodings() {}

    /** {@return whether the asker names gzip and does not refuse it} */
    public static boolean haveGzip(HttpServerRequest request) {
        return haveGzip(request.headers().getAll(HttpHeaders.ACCEPT_ENCODING));
    }

    static boolean haveGzip(List<String> headers) {
        for (String header : headers) {
            for (String accepted : header.split(",", -1)) {
                String[] coding = accepted.split(";", -1);
                if (coding[0].strip().equalsIgnoreCase("gzip")) {
                    return coding.length == 1
                            || !REFUSED.matcher(coding[1].strip()).matches();
                }
            }
        }
        return false;
    }
}
