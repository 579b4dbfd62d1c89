package dev.groundwork.task.bundle;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.kit.problem.TryLater;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.bundle.BundleStore.KeptBundle;
import dev.groundwork.task.bundle.BundleStore.NewBundle;
import dev.groundwork.task.testing.TestJobs;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class BundleStoreTest {

    private static final Instant NOW = Instant.parse("2026-10-05T09:30:00Z");
    private static final int BYTES = 1_000;

    @Inject
    AgroalDataSource database;

    @Inject
    TestJobs jobs;

    private final UUID requester = UUID.randomUUID();

    private record Bounds(int mostUnused, long mostUnusedBytes, int concurrent) implements BundleConfig {}

    @Test
    void a_requester_keeps_as_many_pages_as_allowed_and_the_refusal_says_how_to_go_on() {
        var store = store(2, 1_000_000);
        NewBundle first = page();
        store.keep(requester, first, NOW);
        store.keep(requester, page(), NOW);

        assertThatThrownBy(() -> store.keep(requester, page(), NOW))
                .isInstanceOf(RuleViolation.class)
                .hasMessageContaining("bundle-quota-used")
                .hasMessageContaining("DELETE /v1/bundles/");
        store.keep(requester, first, NOW);
        store.keep(UUID.randomUUID(), page(), NOW);

        store.letGo(requester, first.hash());
        store.keep(requester, page(), NOW);
        assertThat(store.list(requester, null, 10)).hasSize(2);
    }

    @Test
    void a_requester_keeps_as_many_bytes_as_allowed() {
        var store = store(10, BYTES * 2 + 1);
        store.keep(requester, page(), NOW);
        store.keep(requester, page(), NOW);

        assertThatThrownBy(() -> store.keep(requester, page(), NOW)).isInstanceOf(RuleViolation.class);
    }

    @Test
    void a_page_that_a_published_job_is_drawn_by_does_not_count() {
        var store = store(1, 1_000_000);
        NewBundle drawn = page();
        store.keep(requester, drawn, NOW);
        UUID job = draftDrawnBy(drawn);

        assertThatThrownBy(() -> store.keep(requester, page(), NOW)).isInstanceOf(RuleViolation.class);

        jobs.execute("update job set state = 'COMPLETED' where id = ?", job);
        store.keep(requester, page(), NOW);
        assertThatThrownBy(() -> store.letGo(requester, drawn.hash())).hasMessageContaining("bundle-in-use");

        UUID other = UUID.randomUUID();
        store.keep(other, drawn, NOW);
        store.letGo(other, drawn.hash());
        assertThat(store.html(drawn.hash())).isPresent();
    }

    @Test
    void two_uploads_of_one_requester_do_not_share_the_last_of_what_is_left() {
        var store = store(1, 1_000_000);
        NewBundle first = page();

        assertThatThrownBy(() -> meanwhile(
                        tx -> {
                            execute(tx, BundleStore.TAKE_TURNS, requester);
                            execute(tx, BundleStore.ADD, first.hash(), first.html(), BYTES, new String[0], now());
                            execute(tx, BundleStore.KEEP, Ids.next(), requester, first.hash(), now());
                        },
                        () -> store.keep(requester, page(), NOW)))
                .hasMessageContaining("bundle-quota-used");
        assertThat(store.list(requester, null, 10))
                .singleElement()
                .extracting(KeptBundle::hash)
                .isEqualTo(first.hash());
    }

    @Test
    void whoever_keeps_a_page_has_it_though_the_last_other_lets_it_go_at_the_same_time() throws Exception {
        var store = store(10, 1_000_000);
        NewBundle page = page();
        store.keep(UUID.randomUUID(), page, NOW);

        meanwhile(
                tx -> {
                    execute(tx, "delete from kept_bundle where hash = ?", page.hash());
                    execute(tx, "delete from bundle where hash = ?", page.hash());
                },
                () -> store.keep(requester, page, NOW));

        assertThat(store.html(page.hash())).isPresent();
        assertThat(store.list(requester, null, 10)).hasSize(1);
    }

    @Test
    void a_page_that_a_job_is_being_published_with_is_not_deleted_before_that_is_seen() {
        var store = store(10, 1_000_000);
        NewBundle page = page();
        store.keep(requester, page, NOW);
        UUID job = draftDrawnBy(page);

        assertThatThrownBy(() -> meanwhile(
                        tx -> {
                            execute(tx, BundleStore.HOLD, page.hash());
                            execute(tx, "update job set state = 'FUNDING' where id = ?", job);
                        },
                        () -> store.letGo(requester, page.hash())))
                .hasMessageContaining("bundle-in-use");
        assertThat(store.html(page.hash())).isPresent();
    }

    @Test
    void more_uploads_than_are_read_at_once_are_told_to_come_again() throws Exception {
        var bundles = oneAtATime();

        meanwhile(
                tx -> execute(tx, BundleStore.TAKE_TURNS, requester),
                () -> upload(bundles, requester),
                () -> assertThatThrownBy(() -> upload(bundles, UUID.randomUUID()))
                        .isInstanceOf(TryLater.class)
                        .hasMessageContaining("uploads-busy"));

        upload(bundles, UUID.randomUUID());
    }

    @Test
    void an_upload_over_a_slow_connection_keeps_none_of_the_others_waiting() {
        var bundles = oneAtATime();
        var arriving = new InputStream() {

            @Override
            public int read() {
                return -1;
            }

            @Override
            public int read(byte[] bytes, int from, int most) {
                upload(bundles, UUID.randomUUID());
                return -1;
            }
        };

        assertThatThrownBy(() -> bundles.keep(requester, arriving))
                .isInstanceOf(Unprocessable.class)
                .hasMessageContaining("bundle-rejected");
    }

    @Test
    void a_page_that_is_refused_gives_its_place_back() {
        var bundles = oneAtATime();

        assertThatThrownBy(() -> bundles.keep(requester, InputStream.nullInputStream()))
                .isInstanceOf(Unprocessable.class);

        upload(bundles, requester);
    }

    private Bundles oneAtATime() {
        return new Bundles(store(10, 1_000_000), new Bounds(10, 1_000_000, 1), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static void upload(Bundles bundles, UUID requester) {
        String html = "<input name=after value=" + UUID.randomUUID() + ">";
        try {
            var kept = bundles.keep(requester, new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
            assertThat(kept.bytes()).isEqualTo(html.length());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private interface Part {
        void run(Connection tx) throws SQLException;
    }

    /** Does one part, has the other wait for it, and commits; throws what the other ends in. */
    private void meanwhile(Part first, Runnable other) throws Exception {
        meanwhile(first, other, () -> {});
    }

    /** The same, and does something while the other waits. */
    private void meanwhile(Part first, Runnable other, Runnable then) throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var tx = database.getConnection()) {
            tx.setAutoCommit(false);
            first.run(tx);
            Future<?> waiting = threads.submit(other);
            await().until(() -> !jobs.texts(
                            "select pid from pg_stat_activity where wait_event_type = 'Lock' and query like '%bundle%'")
                    .isEmpty());
            then.run();
            tx.commit();
            waiting.get(20, TimeUnit.SECONDS);
        }
    }

    private static void execute(Connection tx, String sql, Object... parameters) throws SQLException {
        try (var statement = tx.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }

    private static Timestamp now() {
        return Timestamp.from(NOW);
    }

    private UUID draftDrawnBy(NewBundle page) {
        jobs.floors();
        String spec = TestJobs.SPEC.strip();
        String ui = ", \"ui\": {\"kind\": \"html\", \"bundle\": \"" + Bundles.nameOf(page.hash())
                + "\", \"entry\": \"index.html\"}}";
        return TestJobs.create(
                        requester, TestJobs.newJob().replace(TestJobs.SPEC, spec.substring(0, spec.length() - 1) + ui))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getUUID("id");
    }

    private BundleStore store(int mostUnused, long mostUnusedBytes) {
        return new BundleStore(database, new Bounds(mostUnused, mostUnusedBytes, 1));
    }

    private static NewBundle page() {
        String hash = (UUID.randomUUID() + "" + UUID.randomUUID()).replace("-", "");
        return new NewBundle(hash, "<p>" + hash, BYTES, Set.of());
    }
}
