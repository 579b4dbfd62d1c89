package dev.groundwork.demo.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** A request that the marketplace refused, with the stable code of its problem document. */
public final class ApiProblem extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final transient JsonNode body;

    ApiProblem(String request, int status, JsonNode body) {
        super("%s was answered %d%s: %s"
                .formatted(
                        request,
                        status,
                        body.path("code").isMissingNode()
                                ? ""
                                : " " + body.path("code").asText(),
                        body.path("detail").asText(body.isMissingNode() ? "(no explanation)" : body.toString())));
        this.status = status;
        this.code = body.path("code").asText("");
        this.body = body;
    }

    /** {@return the HTTP status} */
    public int status() {
        return status;
    }

    /** {@return the code, or an empty string where the answer had none} */
    public String code() {
        return code;
    }

    /** {@return the whole problem document; a missing node where there was none} */
    public JsonNode body() {
        JsonNode known = body;
        return known == null ? MissingNode.getInstance() : known;
    }
}
