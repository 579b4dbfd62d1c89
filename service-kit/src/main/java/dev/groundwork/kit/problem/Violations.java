package dev.groundwork.kit.problem;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;

import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Turns violated constraints into places in the request. */
final class Violations {

    private static final List<Class<? extends Annotation>> PARAMETERS = List.of(
            RestQuery.class, QueryParam.class, RestPath.class, PathParam.class, RestHeader.class, HeaderParam.class);

    private Violations() {}

    /** {@return whether the caller's arguments are at fault: anything else is a bug of ours} */
    static boolean areOfTheRequest(ConstraintViolationException thrown) {
        return !thrown.getConstraintViolations().isEmpty()
                && thrown.getConstraintViolations().stream().allMatch(violation -> {
                    var nodes = nodes(violation);
                    return nodes.size() > 1
                            && isResource(violation.getRootBeanClass())
                            && nodes.get(0).getKind() == ElementKind.METHOD
                            && nodes.get(1).getKind() == ElementKind.PARAMETER;
                });
    }

    /** Services validate too, and what they are given is ours. */
    private static boolean isResource(Class<?> root) {
        for (Class<?> type = root; type != null; type = type.getSuperclass()) {
            if (type.isAnnotationPresent(jakarta.ws.rs.Path.class)) {
                return true;
            }
        }
        return false;
    }

    static List<FieldError> errors(ConstraintViolationException thrown) {
        return thrown.getConstraintViolations().stream()
                .map(violation -> new FieldError(pointer(violation), violation.getMessage()))
                .sorted(Comparator.comparing(FieldError::pointer).thenComparing(FieldError::detail))
                .toList();
    }

    private static String pointer(ConstraintViolation<?> violation) {
        var nodes = nodes(violation);
        var pointer = new StringBuilder();
        for (var node : nodes.subList(2, nodes.size())) {
            if (node.isInIterable()) {
                var place = node.getIndex() != null ? node.getIndex() : node.getKey();
                if (place != null) {
                    pointer.append('/').append(JsonFault.escape(place.toString()));
                }
            }
            if (node.getKind() == ElementKind.PROPERTY) {
                pointer.append('/').append(JsonFault.escape(node.getName()));
            }
        }
        return isBody(violation, nodes) ? pointer.toString() : nodes.get(1).getName() + pointer;
    }

    private static boolean isBody(ConstraintViolation<?> violation, List<Path.Node> nodes) {
        var method = nodes.get(0).as(Path.MethodNode.class);
        int index = nodes.get(1).as(Path.ParameterNode.class).getParameterIndex();
        var types = method.getParameterTypes().toArray(Class<?>[]::new);
        // The root may be a generated subclass of the resource, which does not repeat the annotations.
        for (Class<?> owner = violation.getRootBeanClass(); owner != null; owner = owner.getSuperclass()) {
            for (Method candidate : owner.getDeclaredMethods()) {
                if (candidate.getName().equals(method.getName())
                        && List.of(candidate.getParameterTypes()).equals(List.of(types))) {
                    for (var annotation : candidate.getParameterAnnotations()[index]) {
                        if (PARAMETERS.contains(annotation.annotationType())) {
                            return false;
                        }
                    }
                }
            }
        }
        return true;
    }

    private static List<Path.Node> nodes(ConstraintViolation<?> violation) {
        var nodes = new ArrayList<Path.Node>();
        violation.getPropertyPath().forEach(nodes::add);
        return nodes;
    }
}
