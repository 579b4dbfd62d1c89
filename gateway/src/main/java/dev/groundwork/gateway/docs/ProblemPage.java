package dev.groundwork.gateway.docs;

import dev.groundwork.gateway.docs.ProblemGuide.Explanation;

/** What a problem code means, for a person who followed the link in a problem document. */
final class ProblemPage {

    private ProblemPage() {}

    static String of(Explanation problem) {
        return Html.page(problem.code(), """
                <h1><code>%s</code></h1>
                <p>HTTP status %s</p>
                <h2>What happened</h2><p>%s</p>
                <h2>What to do</h2><p>%s</p>
                <p><a href="/docs">All of the API</a></p>
                """.formatted(
                        Html.text(problem.code()),
                        Html.text(problem.status()),
                        Html.markdown(problem.meaning()),
                        Html.markdown(problem.remedy())));
    }
}
