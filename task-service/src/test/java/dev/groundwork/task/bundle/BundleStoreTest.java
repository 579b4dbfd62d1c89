package dev.groundwork.task.bundle;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.kit.problem.TryLater;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
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
    void uploads_at_the_same_time_do_not_go_beyond_what_is_allowed() throws Exception {
        var store = store(3, 1_000_000);
        var uploads = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 12; i++) {
            NewBundle page = page();
            uploads.add(() -> {
                store.keep(requester, page, NOW);
                return true;
            });
        }

        assertThat(succeeded(uploads)).isEqualTo(3);
        assertThat(store.list(requester, null, 100)).hasSize(3);
    }

    @Test
    void whoever_keeps_a_page_has_it_though_others_let_it_go_at_the_same_time() throws Exception {
        var store = store(100, 1_000_000);
        for (int round = 0; round < 20; round++) {
            NewBundle page = page();
            UUID leaving = UUID.randomUUID();
            store.keep(leaving, page, NOW);

            int done = succeeded(List.of(
                    () -> {
                        store.letGo(leaving, page.hash());
                        return true;
                    },
                    () -> {
                        store.keep(requester, page, NOW);
                        return true;
                    }));

            assertThat(done).isEqualTo(2);
            assertThat(store.html(page.hash())).isPresent();
            assertThat(store.list(leaving, null, 1)).isEmpty();
        }
    }

    @Test
    void a_page_that_a_job_is_being_published_with_is_not_deleted_before_that_is_seen() throws Exception {
        var store = store(10, 1_000_000);
        NewBundle page = page();
        store.keep(requester, page, NOW);
        UUID job = draftDrawnBy(page);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var publishing = database.getConnection();
                var hold = publishing.prepareStatement(BundleStore.HOLD);
                var publish = publishing.prepareStatement("update job set state = 'FUNDING' where id = ?")) {
            publishing.setAutoCommit(false);
            hold.setString(1, page.hash());
            hold.execute();
            publish.setObject(1, job);
            publish.executeUpdate();
            Future<?> deleting = threads.submit(() -> store.letGo(requester, page.hash()));
            awaitWaiting();
            publishing.commit();

            assertThatThrownBy(() -> deleting.get(20, TimeUnit.SECONDS)).hasMessageContaining("bundle-in-use");
        }
        assertThat(store.html(page.hash())).isPresent();
    }

    @Test
    void more_uploads_than_are_read_at_once_are_told_to_come_again() throws IOException {
        var bundles = new Bundles(store(10, 1_000_000), new Bounds(10, 1_000_000, 1), Clock.fixed(NOW, ZoneOffset.UTC));
        var arriving = new InputStream() {

            @Override
            public int read() {
                return -1;
            }

            @Override
            public int read(byte[] bytes, int from, int most) {
                assertThatThrownBy(() -> bundles.keep(requester, InputStream.nullInputStream()))
                        .isInstanceOf(TryLater.class)
                        .hasMessageContaining("uploads-busy");
                return -1;
            }
        };

        assertThatThrownBy(() -> bundles.keep(requester, arriving))
                .isInstanceOf(Unprocessable.class)
                .hasMessageContaining("bundle-rejected");
        var page = new ByteArrayInputStream("<input name=after>".getBytes(StandardCharsets.UTF_8));
        assertThat(bundles.keep(requester, page).bytes()).isEqualTo(18);
    }

    /** Waits until the deletion waits for the page. */
    private void awaitWaiting() {
        await().until(() -> Integer.parseInt(
                        jobs.text(
                                "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%from bundle%'"))
                > 0);
    }

    private static int succeeded(List<Callable<Boolean>> works) throws Exception {
        var start = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = works.stream()
                    .map(work -> threads.submit(() -> {
                        start.await();
                        return work.call();
                    }))
                    .toList();
            start.countDown();
            int succeeded = 0;
            for (Future<Boolean> one : running) {
                try {
                    succeeded += one.get(30, TimeUnit.SECONDS) ? 1 : 0;
                } catch (ExecutionException refused) {
                    assertThat(refused).hasCauseInstanceOf(RuleViolation.class);
                }
            }
            return succeeded;
        }
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
