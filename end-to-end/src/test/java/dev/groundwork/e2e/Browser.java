package dev.groundwork.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** As much of a browser as a login needs: cookies for each site, redirects, one form. Keeps every answer that it got. */
final class Browser {

    private static final Pattern FORM = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Map<String, Map<String, String>> cookies = new HashMap<>();
    private final List<HttpResponse<String>> answers = new ArrayList<>();

    /** Opens a page and follows where it leads. */
    HttpResponse<String> open(URI page) {
        return follow(get(page));
    }

    HttpResponse<String> get(URI page) {
        return send("GET", page, BodyPublishers.noBody(), Map.of());
    }

    HttpResponse<String> post(URI page, String json, Map<String, String> headers) {
        var all = new LinkedHashMap<>(headers);
        all.put("Content-Type", "application/json");
        return send("POST", page, BodyPublishers.ofString(json), all);
    }

    /** Fills the form of a page in, sends it and follows where it leads. */
    HttpResponse<String> submit(HttpResponse<String> page, Map<String, String> fields) {
        var form = FORM.matcher(page.body());
        if (!form.find()) {
            throw new AssertionError("no form at " + page.uri() + ": " + page.body());
        }
        var target = page.uri().resolve(form.group(1).replace("&amp;", "&"));
        var body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return follow(send(
                "POST",
                target,
                BodyPublishers.ofString(body),
                Map.of("Content-Type", "application/x-www-form-urlencoded")));
    }

    /** {@return everything that this site ever answered, headers and bodies} */
    List<String> everythingFrom(URI site) {
        return answers.stream()
                .filter(answer -> answer.uri().getAuthority().equals(site.getAuthority()))
                .map(answer -> answer.headers().map() + "\n" + answer.body())
                .toList();
    }

    /** {@return the last line of the kind {@code Set-Cookie} that this site sent for a cookie} */
    String setCookie(URI site, String name) {
        return answers.reversed().stream()
                .filter(answer -> answer.uri().getAuthority().equals(site.getAuthority()))
                .flatMap(answer -> answer.headers().allValues("Set-Cookie").stream())
                .filter(line -> line.startsWith(name + "=") && !line.startsWith(name + "=;"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(site + " never set the cookie " + name));
    }

    Map<String, String> cookiesOf(URI site) {
        return cookies.computeIfAbsent(site.getAuthority(), authority -> new HashMap<>());
    }

    private HttpResponse<String> follow(HttpResponse<String> first) {
        var answer = first;
        for (int hops = 0; answer.statusCode() / 100 == 3; hops++) {
            if (hops == 10) {
                throw new AssertionError("too many redirects, the last to " + answer.uri());
            }
            answer = get(
                    answer.uri().resolve(answer.headers().firstValue("Location").orElseThrow()));
        }
        return answer;
    }

    private HttpResponse<String> send(String method, URI page, BodyPublisher body, Map<String, String> headers) {
        var request = HttpRequest.newBuilder(page).method(method, body);
        headers.forEach(request::header);
        var mine = cookiesOf(page);
        if (!mine.isEmpty()) {
            request.header(
                    "Cookie",
                    mine.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        try {
            var answer = http.send(request.build(), BodyHandlers.ofString());
            answers.add(answer);
            answer.headers().allValues("Set-Cookie").forEach(line -> keep(mine, line));
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void keep(Map<String, String> mine, String setCookie) {
        var pair = setCookie.split(";", 2)[0];
        var name = pair.substring(0, pair.indexOf('='));
        var value = pair.substring(pair.indexOf('=') + 1);
        if (value.isEmpty() || setCookie.contains("Max-Age=0")) {
            mine.remove(name);
        } else {
            mine.put(name, value);
        }
    }
}
