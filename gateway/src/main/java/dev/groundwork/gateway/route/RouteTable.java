package dev.groundwork.gateway.route;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which service owns which path: the one table that knows.
 *
 * <p>A pattern names a path and everything below it, segment by segment; the longest one that fits decides.
 */
final class RouteTable {

    /** Where a path leads. */
    sealed interface Destination {}

    /** To a service. */
    record ToService(Upstream service) implements Destination {}

    /** To an endpoint of the gateway itself. */
    record Here() implements Destination {}

    /** To nobody. */
    record Nowhere() implements Destination {}

    private static final Destination TASK = new ToService(Upstream.TASK);
    private static final Destination WORKER = new ToService(Upstream.WORKER);
    private static final Destination PAYMENT = new ToService(Upstream.PAYMENT);
    private static final Destination HERE = new Here();
    private static final Destination NOWHERE = new Nowhere();

    private static final List<Entry> ENTRIES = List.of(
            new Entry("/v1/jobs", TASK),
            new Entry("/v1/paid-work", TASK),
            new Entry("/v1/tasks", TASK),
            new Entry("/v1/assignments", TASK),
            new Entry("/v1/offers", TASK),
            new Entry("/v1/appeals", TASK),
            new Entry("/v1/rejection-locks", TASK),
            new Entry("/v1/requesters", WORKER),
            new Entry("/v1/media", TASK),
            new Entry("/v1/cases", TASK),
            new Entry("/v1/decisions", TASK),
            new Entry("/v1/systems", TASK),
            new Entry("/v1/templates", TASK),
            new Entry("/v1/bundles", TASK),
            new Entry("/v1/time-disputes", TASK),
            new Entry("/v1/imports", TASK),
            new Entry("/v1/me", WORKER),
            new Entry("/v1/me/time", TASK),
            new Entry("/v1/me/payout-method", PAYMENT),
            new Entry("/v1/deposits", PAYMENT),
            new Entry("/v1/bonuses", PAYMENT),
            new Entry("/v1/balance", PAYMENT),
            new Entry("/v1/ledger", PAYMENT),
            new Entry("/v1/earnings", PAYMENT),
            new Entry("/v1/statements", PAYMENT),
            new Entry("/v1/payout-batches", PAYMENT),
            new Entry("/v1/payouts", PAYMENT),
            new Entry("/v1/payables", PAYMENT),
            new Entry("/v1/rails", PAYMENT),
            new Entry("/v1/trial-balance", PAYMENT),
            new Entry("/v1/accounts", PAYMENT),
            new Entry("/v1/audit", PAYMENT),
            new Entry("/v1/approvals", PAYMENT),
            new Entry("/v1/deposit-instructions", PAYMENT),
            new Entry("/v1/bank-files", PAYMENT),
            new Entry("/v1/bank-accounts", PAYMENT),
            new Entry("/v1/suspense", PAYMENT),
            new Entry("/v1/finance-proposals", PAYMENT),
            new Entry("/v1/months", PAYMENT),
            new Entry("/v1/gl-export", PAYMENT),
            new Entry("/v1/gl-accounts", PAYMENT),
            new Entry("/v1/wage-floors", PAYMENT),
            new Entry("/v1/wage-weeks", PAYMENT),
            new Entry("/v1/fairness", PAYMENT),
            new Entry("/v1/invoices", PAYMENT),
            new Entry("/v1/refunds", PAYMENT),
            new Entry("/v1/key-caps", PAYMENT),
            new Entry("/v1/benefit-schemes", PAYMENT),
            new Entry("/v1/tax-reports", PAYMENT),
            new Entry("/v1/purchase-orders", PAYMENT),
            new Entry("/v1/registrations", HERE),
            new Entry("/v1/machine-clients", HERE),
            new Entry("/v1/market-health", HERE));

    /** Paths that answer everybody, or some of whose parts do. */
    private static final List<String> PUBLIC = List.of(
            "/v1/media",
            "/v1/bundles",
            "/v1/wage-floors",
            "/v1/systems",
            "/v1/registrations",
            "/v1/rails",
            "/v1/requesters");

    private static final Map<String, Destination> BY_PATH = byPath();
    /** The numbers that everybody may read; a requester's own stand below. */
    private static final String FAIRNESS = "/v1/fairness";

    private static final int DEEPEST = ENTRIES.stream()
            .mapToInt(entry -> (int) entry.path.chars().filter(c -> c == '/').count())
            .max()
            .orElseThrow();

    private RouteTable() {}

    /** @param path normalised: no dot segments, no doubled slashes */
    static Destination find(String path) {
        // Cuts the path down to the depth of the table's deepest entry, then segment by segment from its end.
        int end = endOfSegments(path, DEEPEST);
        while (end > 0) {
            var found = BY_PATH.get(path.substring(0, end));
            if (found != null) {
                return found;
            }
            end = path.lastIndexOf('/', end - 1);
        }
        return NOWHERE;
    }

    /**
     * {@return whether the path may answer somebody without a token}
     *
     * @param path as for {@link #find}
     */
    static boolean isPublic(String path) {
        return isBelow(FAIRNESS, path) || PUBLIC.stream().anyMatch(open -> isBelow(open, path));
    }

    private static boolean isBelow(String open, String path) {
        return path.startsWith(open) && (path.length() == open.length() || path.charAt(open.length()) == '/');
    }

    private static int endOfSegments(String path, int count) {
        int end = 0;
        for (int i = 0; i < count; i++) {
            int next = path.indexOf('/', end + 1);
            if (next < 0) {
                return path.length();
            }
            end = next;
        }
        return end;
    }

    private static Map<String, Destination> byPath() {
        var paths = new HashMap<String, Destination>();
        ENTRIES.forEach(entry -> paths.put(entry.path, entry.destination));
        return Map.copyOf(paths);
    }

    private record Entry(String path, Destination destination) {}
}
