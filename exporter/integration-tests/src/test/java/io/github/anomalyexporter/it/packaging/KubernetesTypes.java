package io.github.anomalyexporter.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.Serial;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The types of Kubernetes and of the Prometheus operator, generated from their sources. They are
 * read as strictly as the API server does with {@code --validate=strict}: no unknown field, and no
 * number or boolean where a text is expected, as an unquoted label would be.
 */
final class KubernetesTypes {
  private static final Map<String, Class<? extends HasMetadata>> TYPES =
      Stream.of(
              ConfigMap.class,
              CronJob.class,
              Ingress.class,
              NetworkPolicy.class,
              Pod.class,
              PrometheusRule.class,
              Secret.class,
              Service.class,
              ServiceAccount.class,
              ServiceMonitor.class,
              StatefulSet.class)
          .collect(Collectors.toMap(HasMetadata::getKind, Function.identity()));

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .annotationIntrospector(new WithoutOtherProperties())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              it ->
                  Stream.of(
                          CoercionInputShape.Boolean,
                          CoercionInputShape.Integer,
                          CoercionInputShape.Float)
                      .forEach(shape -> it.setCoercion(shape, CoercionAction.Fail)))
          .build();

  private KubernetesTypes() {}

  /**
   * Reads an object as its stated kind.
   *
   * @throws AssertionError if it is of no known kind and version, or has what its type has not
   */
  static HasMetadata read(JsonNode object) {
    String kind = object.path("kind").asText();
    assertThat(TYPES).as("%s", object).containsKey(kind);
    Class<? extends HasMetadata> type = TYPES.get(kind);
    assertThat(object.path("apiVersion").asText()).isEqualTo(HasMetadata.getApiVersion(type));
    try {
      return MAPPER.treeToValue(object, type);
    } catch (JsonProcessingException e) {
      throw new AssertionError(kind + ": " + e.getMessage(), e);
    }
  }

  /** The types keep unknown properties; here they are errors. */
  private static final class WithoutOtherProperties extends JacksonAnnotationIntrospector {
    @Serial private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }
  }
}
