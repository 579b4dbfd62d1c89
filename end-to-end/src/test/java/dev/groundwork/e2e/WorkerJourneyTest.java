package dev.groundwork.e2e;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

import dev.groundwork.local.Marketplace;

import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

/** What workers do in the web client, in a real browser: from the start page to answers that the services have. */
@ExtendWith(SharedMarketplace.class)
class WorkerJourneyTest {

    private static final String IBAN = "ES9121000418450200051332";

    private final Marketplace marketplace;
    private final RealBrowser browser;

    WorkerJourneyTest(Marketplace marketplace) {
        this.marketplace = marketplace;
        this.browser = new RealBrowser(marketplace);
    }

    @Test
    void outlines_joints_and_stretches_of_sound_are_made_by_keys_alone_and_with_a_finger()
            throws IOException, InterruptedException {
        var rita = Person.demo(marketplace, "rita");
        var desk = Person.newWorker(marketplace, "ES", IBAN);
        var phone = Person.newWorker(marketplace, "ES", IBAN);
        var job = shapesJob(rita);
        awaitOffer(job, desk, phone);

        browser.run(
                "browser/shapes.mjs",
                Map.of(
                        "GROUNDWORK_JOB", idOf(job),
                        "GROUNDWORK_PHONE_USER", phone.username(),
                        "GROUNDWORK_DESK_USER", desk.username()));

        desk.with()
                .get("/v1/assignments?state=SUBMITTED")
                .then()
                .body("items", hasSize(1))
                .body("items[0].answer.roofs[0].points", hasSize(5))
                .body("items[0].answer.people[0].points.visibility", equalTo(List.of(2, 1, 0)))
                .body("items[0].answer.sounds[0].label", equalTo("music"))
                .body("items[0].answer.sounds[0].text", equalTo("la la"));
        phone.with()
                .get("/v1/assignments?state=SUBMITTED")
                .then()
                .body("items", hasSize(1))
                .body("items[0].answer.roofs[0].points", hasSize(3))
                .body("items[0].answer.people", hasSize(1))
                .body("items[0].answer.people[0].points.visibility", equalTo(List.of(2, 1, 0)));
    }

    private static String idOf(String job) {
        return job.substring(job.lastIndexOf('/') + 1);
    }

    /** The services hear of a worker a moment after they registered. */
    private static void awaitOffer(String job, Person... workers) {
        await().atMost(Jobs.SOON).untilAsserted(() -> {
            for (var worker : workers) {
                worker.with().get("/v1/offers/" + idOf(job)).then().statusCode(200);
            }
        });
    }

    /** One task with a picture and a sound, answered by two people. */
    private static String shapesJob(Person requester) throws IOException {
        return openJob(
                requester,
                "Outlines and joints",
                SHAPES,
                Map.of("overlap", 2),
                "{\"externalId\":\"m1\",\"input\":{\"image\":\"media:%s\",\"sound\":\"media:%s\"}}\n"
                        .formatted(
                                upload(requester, "image/png", WebClientTest.picture()),
                                upload(requester, "audio/wav", sound())));
    }

    private static String openJob(
            Person requester, String title, String spec, Map<String, Object> others, String lines) {
        var terms =
                Jobs.terms(Map.of("title", title, "spec", JsonPath.from(spec).getMap("")));
        terms.putAll(others);
        var job = Jobs.draft(requester, terms);
        Jobs.upload(requester, job, lines);
        Jobs.fund(requester, job);
        Jobs.open(requester, job);
        return job;
    }

    private static String upload(Person requester, String type, byte[] bytes) {
        return requester
                .with()
                .contentType(type)
                .body(bytes)
                .post("/v1/media")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** Two seconds of a tone that comes and goes. */
    private static byte[] sound() throws IOException {
        int rate = 8000;
        var samples = new byte[rate * 2 * 2];
        for (int n = 0; n < samples.length / 2; n++) {
            double loudness = Math.sin(Math.PI * n / rate) * 0.6;
            int sample = (int) (Math.sin(2 * Math.PI * 440 * n / rate) * loudness * Short.MAX_VALUE);
            samples[n * 2] = (byte) sample;
            samples[n * 2 + 1] = (byte) (sample >> 8);
        }
        var format = new AudioFormat(rate, 16, 1, true, false);
        var bytes = new ByteArrayOutputStream();
        try (var stream = new AudioInputStream(
                new ByteArrayInputStream(samples), format, samples.length / format.getFrameSize())) {
            AudioSystem.write(stream, AudioFileFormat.Type.WAVE, bytes);
        }
        return bytes.toByteArray();
    }

    private static final String SHAPES = """
            {"spec": "task/1", "title": {"en": "Outlines and joints"},
             "input": {"type": "object", "required": ["image", "sound"], "properties": {
               "image": {"type": "string", "format": "uri", "x-media": "image"},
               "sound": {"type": "string", "format": "uri", "x-media": "audio"}}},
             "output": {"type": "object", "additionalProperties": false, "required": ["roofs", "people", "sounds"],
               "properties": {
                 "roofs": {"x-kind": "polygons", "x-labels": ["roof", "yard"], "x-of": {"$in": "/image"},
                           "x-size": {"width": 400, "height": 200}},
                 "people": {"x-kind": "keypoints", "x-labels": ["person"], "x-joints": ["head", "hand", "foot"],
                            "x-of": {"$in": "/image"}, "x-size": {"width": 400, "height": 200}},
                 "sounds": {"x-kind": "segments", "x-labels": ["speech", "music"], "x-text": true,
                            "x-duration": 2000, "x-of": {"$in": "/sound"}}}},
             "ui": {"kind": "blocks", "blocks": [
               {"type": "view.image", "value": {"$in": "/image"}},
               {"type": "view.audio", "value": {"$in": "/sound"}},
               {"type": "field.shapes", "out": "/roofs", "tools": ["polygon"],
                "label": {"en": "Roofs", "fr": "Toits"}},
               {"type": "field.shapes", "out": "/people", "tools": ["skeleton"],
                "label": {"en": "People", "fr": "Personnes"}},
               {"type": "field.segments", "out": "/sounds", "label": {"en": "Sounds", "fr": "Sons"}}]}}
            """;
}
