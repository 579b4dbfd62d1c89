package dev.groundwork.task.floor;

import java.util.ArrayList;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.payment.v1.WageFloorEvent;
import dev.groundwork.contracts.payment.v1.WageFloorEvent.Unknown;
import dev.groundwork.contracts.payment.v1.WageFloorEvent.WageFloorSet;
import dev.groundwork.kit.inbox.EventIntake;
import dev.groundwork.kit.inbox.Received;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Keeps {@link WageFloors} as the payment-service publishes them. */
@ApplicationScoped
class WageFloorListener {

    private final EventIntake intake;
    private final WageFloors floors;

    WageFloorListener(EventIntake intake, WageFloors floors) {
        this.intake = intake;
        this.floors = floors;
    }

    @Incoming("wage-floors")
    @RunOnVirtualThread
    public void on(ConsumerRecords<String, String> records) {
        intake.takeJdbc(records, WageFloorEvent.class, (tx, events) -> {
            var rates = new ArrayList<WageFloorSet>();
            for (Received<WageFloorEvent> received : events) {
                switch (received.event()) {
                    case WageFloorSet rate -> rates.add(rate);
                    case Unknown ignored -> {
                        // Said by a newer payment-service; nothing here depends on it.
                    }
                }
            }
            floors.set(tx, rates);
        });
    }
}
