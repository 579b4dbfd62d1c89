package dev.groundwork.gateway.docs;

/** The little HTML that the gateway writes itself. */
final class Html {

    private static final String STYLE = """
            :root{color-scheme:light dark}
            body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem}
            h1{font-size:1.8rem;margin-bottom:.2rem}
            table{border-collapse:collapse;margin:.5rem 0}
            td,th{text-align:left;padding:.25rem 1.2rem .25rem 0;vertical-align:top}
            code{font:.95em ui-monospace,monospace}
            .up{color:#17803d}.down{color:#b3261e;font-weight:600}
            """;

    private Html() {}

    static String page(String title, String body) {
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + text(title)
                + "</title><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><style>" + STYLE
                + "</style></head><body>\n" + body + "</body></html>\n";
    }

    /** {@return the text with nothing in it that HTML would read as its own} */
    static String text(String raw) {
        return raw.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** {@return the text, with what stands between backquotes set as code} */
    static String markdown(String raw) {
        return text(raw).replaceAll("`([^`]+)`", "<code>$1</code>");
    }
}
