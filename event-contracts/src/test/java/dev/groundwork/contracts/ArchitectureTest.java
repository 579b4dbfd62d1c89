package dev.groundwork.contracts;

import java.lang.reflect.RecordComponent;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

@AnalyzeClasses(packages = "dev.groundwork.contracts", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule contracts_need_nothing_but_annotations = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.groundwork.contracts..",
                    "java..",
                    "org.jspecify.annotations..",
                    "com.fasterxml.jackson.annotation..");

    @ArchTest
    static final ArchRule contracts_are_records_enums_and_the_interfaces_above_them =
            classes().should().beRecords().orShould().beEnums().orShould().beInterfaces();

    @ArchTest
    static final ArchRule contracts_do_nothing = noMethods().should().beDeclaredInClassesThat(areOursAndNot());

    /** Whoever declares a method that is not an accessor or made by the compiler. */
    private static DescribedPredicate<JavaClass> areOursAndNot() {
        return DescribedPredicate.describe("have behaviour of their own", type -> type.getMethods().stream()
                .anyMatch(method -> !isMade(type, method)));
    }

    private static boolean isMade(JavaClass type, JavaMethod method) {
        if (type.isEnum()) {
            return Set.of("values", "valueOf", "$values").contains(method.getName());
        }
        var components = type.reflect().getRecordComponents();
        Set<String> accessors = components == null
                ? Set.of()
                : Stream.of(components).map(RecordComponent::getName).collect(Collectors.toSet());
        return accessors.contains(method.getName())
                || Set.of("equals", "hashCode", "toString").contains(method.getName());
    }
}
