package dev.groundwork.gateway;

import jakarta.ws.rs.Path;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "dev.groundwork.gateway", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule features_do_not_form_cycles =
            slices().matching("dev.groundwork.gateway.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule resources_stay_private_to_their_feature =
            classes().that().areAnnotatedWith(Path.class).should().bePackagePrivate();

    /** Quarkus ignores other methods, with a warning only. */
    @ArchTest
    static final ArchRule methods_of_resources_are_public = methods()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(Path.class)
            .and()
            .areMetaAnnotatedWith("jakarta.ws.rs.HttpMethod")
            .should()
            .haveModifier(JavaModifier.PUBLIC);

    /** The gateway holds no marketplace rule: it has not even the words of the events. */
    @ArchTest
    static final ArchRule the_gateway_knows_no_events =
            noClasses().should().dependOnClassesThat().resideInAPackage("dev.groundwork.contracts..");

    /** What a request on its way to a service passes has no JAX-RS in it. */
    @ArchTest
    static final ArchRule the_way_through_has_no_jax_rs = noClasses()
            .that()
            .resideInAPackage("dev.groundwork.gateway.route..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.ws.rs..", "org.jboss.resteasy..");
}
