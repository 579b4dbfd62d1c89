package dev.groundwork.gateway.docs;

import java.util.Map;
import java.util.stream.Collectors;

/** What answers and what does not, and the ways into the API. */
final class StatusPage {

    private StatusPage() {}

    /** @param states whether each part answers, by name, in the order to show */
    static String of(Map<String, Boolean> states) {
        var rows = states.entrySet().stream()
                .map(state -> "<tr><td>%s</td><td class=\"%s\">%s</td></tr>"
                        .formatted(
                                Html.text(state.getKey()),
                                state.getValue() ? "up" : "down",
                                state.getValue() ? "ready" : "does not answer"))
                .collect(Collectors.joining("\n"));
        return Html.page("Groundwork", """
                <h1>Groundwork</h1>
                <p>The open marketplace for the labelling work under every AI model: requesters post and fund jobs,
                workers answer tasks, everybody sees why something was approved or rejected, and the money adds up.</p>
                <ul>
                <li><a href="/">The start page</a></li>
                <li><a href="/docs">The API, to read and to try</a> (<a href="/openapi.json">as OpenAPI</a>)</li>
                <li><a href="/session/login?return=/session">Sign in with this browser</a>
                    (<a href="/session">who am I?</a>)</li>
                </ul>
                <h2>Right now</h2>
                <table>
                %s
                </table>
                """.formatted(rows));
    }
}
