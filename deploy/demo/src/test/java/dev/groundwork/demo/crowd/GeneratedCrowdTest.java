package dev.groundwork.demo.crowd;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GeneratedCrowdTest {

    private final GeneratedCrowd crowd = new GeneratedCrowd(200, 24, 7);

    @Test
    void is_the_same_for_the_same_seed_and_another_for_another() {
        var again = new GeneratedCrowd(200, 24, 7);
        var other = new GeneratedCrowd(200, 24, 8);

        assertThat(again.truth()).isEqualTo(crowd.truth());
        assertThat(again.people()).isEqualTo(crowd.people());
        for (var item : crowd.items()) {
            for (var person : crowd.people()) {
                assertThat(again.vote(person, item.externalId())).isEqualTo(crowd.vote(person, item.externalId()));
            }
        }
        assertThat(other.truth()).isNotEqualTo(crowd.truth());
    }

    @Test
    void draws_pictures_that_can_be_read_and_differ() throws IOException {
        var pictures = crowd.items().stream()
                .map(item -> crowd.picture(item.externalId()))
                .toList();

        for (var picture : pictures) {
            assertThat(picture).isNotNull();
            var image = ImageIO.read(new ByteArrayInputStream(picture));
            assertThat(image.getWidth()).isEqualTo(64);
        }
        assertThat(pictures.stream().map(java.util.Arrays::hashCode).distinct()).hasSize(200);
    }

    @Test
    void answers_better_than_guessing_and_worse_than_knowing() {
        long right = 0;
        long all = 0;

        for (var item : crowd.items()) {
            for (var person : crowd.people()) {
                all++;
                if (crowd.vote(person, item.externalId())
                        .label()
                        .equals(crowd.truth().get(item.externalId()))) {
                    right++;
                }
            }
        }

        assertThat((double) right / all).isBetween(0.5, 0.9);
    }

    @Test
    void has_everybody_take_seconds_around_their_own_pace() {
        for (var person : crowd.people()) {
            var seconds = crowd.items().stream()
                    .map(item -> crowd.vote(person, item.externalId()).seconds())
                    .toList();

            assertThat(Seconds.quantile(seconds, 0.5)).isBetween(person.pace() * 0.8, person.pace() * 1.2);
        }
    }

    @Test
    void knows_nobody_else() {
        var stranger = new Crowd.Person("stranger", "ES", "es", 5);

        assertThatThrownBy(() -> crowd.vote(stranger, "shape-00001")).isInstanceOf(IllegalArgumentException.class);
    }
}
