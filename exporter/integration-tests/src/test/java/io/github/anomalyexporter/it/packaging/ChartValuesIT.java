package io.github.anomalyexporter.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong values are refused before anything is installed, with a message that names them. */
class ChartValuesIT {
  private static final YAMLMapper YAML = new YAMLMapper();

  private static final String FAILURES =
      """
      replicas: 2                                                        | /replicas': maximum: got 2, want 1
      replicas: -1                                                       | /replicas': minimum: got -1, want 0
      replicas: '1'                                                      | /replicas': got string, want integer
      replicaCount: 2                                                    | additional properties 'replicaCount' not allowed
      autoscaling: {enabled: true}                                       | additional properties 'autoscaling' not allowed
      image: {tags: '1'}                                                 | /image': additional properties 'tags' not allowed
      image: {tag: 1.0}                                                  | /image/tag': got number, want string
      image: {digest: 'sha256:0'}                                        | /image/digest': 'sha256:0' does not match
      image: {repository: 'ghcr.io/x:1'}                                 | /image/repository': 'ghcr.io/x:1' does not match
      image: {pullPolicy: always}                                        | /image/pullPolicy': value must be one of 'Always', 'IfNotPresent', 'Never'
      imagePullSecrets: [registry]                                       | /imagePullSecrets/0': got string, want object
      nameOverride: Anomalies                                            | /nameOverride': 'Anomalies' does not match
      fullnameOverride: a.b                                              | /fullnameOverride': 'a.b' does not match
      commonLabels: {team: 1}                                            | /commonLabels/team': got number, want string
      commonLabels: {team: 'a b'}                                        | /commonLabels/team': 'a b' does not match
      config: {prometheus: {url: 'prometheus:9090'}}                     | /config/prometheus/url': 'prometheus:9090' does not match
      config: {prometheus: {url: null}}                                  | /config/prometheus': missing property 'url'
      config: {detector: []}                                             | /config': additional properties 'detector' not allowed
      config: {detectors: [{selector: x}]}                               | /config/detectors/0': missing property 'name'
      config: {storage: {path: /data}}                                   | /config/storage': additional properties 'path' not allowed
      config: {storage: {keep_versions: 0}}                              | /config/storage/keep_versions': minimum: got 0, want 1
      config: 'prometheus: {}'                                           | /config': got string, want object
      config: {prometheus: {bearer_token: x}}                            | config.prometheus.bearer_token: expected bearer_token_file
      config: {prometheus: {basic_auth: {password: x}}}                  | config.prometheus.basic_auth.password: expected password_file
      config: {alertmanager: {bearer_token: x}}                          | config.alertmanager.bearer_token: expected bearer_token_file
      config: {alertmanager: {basic_auth: {password: x}}}                | config.alertmanager.basic_auth.password: expected password_file
      existingSecret: 'a/b'                                              | /existingSecret': 'a/b' does not match
      secrets: [{name: a}]                                               | /secrets/0': got object, want string
      secrets: [a, a]                                                    | /secrets': items at 0 and 1 are equal
      shards: [web]                                                      | /shards': got array, want object
      shards: {Web: {detectors: [{name: web}]}}                          | 'Web' does not match
      shards: {a-very-long-name-of-a-shard: {detectors: [{name: a}]}}    | 'a-very-long-name-of-a-shard' does not match
      shards: {web: {}}                                                  | /shards/web': missing property 'detectors'
      shards: {web: {detectors: []}}                                     | /shards/web/detectors': minItems: got 0, want 1
      shards: {web: {detectors: [{name: a}], existingSecret: a}}         | /shards/web': 'oneOf' failed
      shards: {web: {detectors: [{name: a}], replicas: 2}}               | /shards/web': additional properties 'replicas' not allowed
      shards: {a: {detectors: [{name: x}]}, b: {detectors: [{name: x}]}} | shards.b.detectors: expected a unique name for each detector, found x in shard a too
      shards: {a: {detectors: [{name: x}, {name: x}]}}                   | shards.a.detectors: expected a unique name for each detector, found x in shard a too
      {shards: {a: {existingSecret: a}}, existingSecret: b}              | existingSecret: expected none with shards
      {shards: {a: {existingSecret: a}}, config: {detectors: [{name: a}]}} | config.detectors: expected none with shards
      {shards: {a: {existingSecret: a}}, persistence: {existingClaim: b}} | persistence.existingClaim: expected none with shards
      web: {config: {basic_auth_users: {prometheus: secret}}}            | /web/config/basic_auth_users/prometheus': 'secret' does not match
      web: {config: {tls_config: {}}}                                    | /web/config': additional properties 'tls_config' not allowed
      web: {config: {tls_server_config: {client_auth_type: Require}}}    | /web/config/tls_server_config/client_auth_type': value must be one of
      web: {existingSecretScheme: HTTPS}                                 | /web/existingSecretScheme': value must be one of
      log: {level: trace}                                                | /log/level': value must be one of 'debug', 'info', 'warn', 'error'
      extraArgs: [serve]                                                 | /extraArgs/0': 'serve' does not match
      extraVolumeMounts: [{name: a, mountPath: cache}]                   | /extraVolumeMounts/0/mountPath': 'cache' does not match
      resources: {limits: {memory: 2GB}}                                 | '2GB' does not match
      resources: {limit: {memory: 2Gi}}                                  | /resources': additional properties 'limit' not allowed
      image: {slim: 'yes'}                                               | /image/slim': got string, want boolean
      image: {slim: true}                                                | image.slim: expected false with training.mode exporter
      {image: {slim: true}, config: {detectors: [{name: a, type: pca}, {name: b}]}} | image.slim: expected false with training.mode exporter
      {image: {slim: true, digest: 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'}, training: {mode: external}} | image.slimDigest: expected the digest of the slim image
      training: {mode: off}                                              | /training/mode': value must be one of 'exporter', 'cronJob', 'external'
      training: {schedule: '@daily'}                                     | /training': additional properties 'schedule' not allowed
      training: {cronJob: {schedule: daily}}                             | /training/cronJob/schedule': 'daily' does not match
      training: {cronJob: {concurrencyPolicy: Allow}}                    | /training/cronJob': additional properties 'concurrencyPolicy' not allowed
      training: {cronJob: {extraArgs: [train]}}                          | /training/cronJob/extraArgs/0': 'train' does not match
      {training: {mode: cronJob}, persistence: {enabled: false}}         | persistence.enabled: expected true with training.mode cronJob
      {training: {mode: external}, persistence: {enabled: false}}        | persistence.enabled: expected true with training.mode external
      {training: {mode: cronJob}, persistence: {accessModes: [ReadWriteOncePod]}} | persistence.accessModes: expected ReadWriteOnce or ReadWriteMany
      {training: {mode: cronJob}, config: {detectors: [{name: a, source: push}]}} | training.mode: expected exporter, because the samples of the detector a (source: push)
      persistence: {size: 5 Gi}                                          | /persistence/size': '5 Gi' does not match
      persistence: {enabled: 'true'}                                     | /persistence/enabled': got string, want boolean
      persistence: {accessModes: [ReadOnlyMany]}                         | /persistence/accessModes/0': value must be one of
      service: {port: 99999}                                             | /service/port': maximum: got 99,999, want 65,535
      service: {type: ExternalName}                                      | /service/type': value must be one of
      serviceMonitor: {honorLabels: false}                               | /serviceMonitor': additional properties 'honorLabels' not allowed
      serviceMonitor: {interval: 15}                                     | /serviceMonitor/interval': got number, want string
      serviceMonitor: {interval: 15 seconds}                             | /serviceMonitor/interval': '15 seconds' does not match
      serviceMonitor: {additionalLabels: [release]}                      | /serviceMonitor/additionalLabels': got array, want object
      {serviceMonitor: {enabled: true}, web: {config: {basic_auth_users: {a: $2b$10$hNf2lSsxfm0.i4a.1kVpSOVyBCfIB51VRjgBUyv6kdnyTlgWj81Ay}}}} | serviceMonitor.basicAuth: expected the Secrets
      {serviceMonitor: {enabled: true}, web: {config: {tls_server_config: {cert_file: a}}}} | serviceMonitor.tlsConfig: expected ca and serverName
      {serviceMonitor: {enabled: true}, web: {existingSecret: a, existingSecretScheme: https}} | serviceMonitor.tlsConfig: expected ca and serverName
      prometheusRule: {disabledAlerts: [InstanceVanish]}                 | /prometheusRule/disabledAlerts/0': value must be one of 'FleetAnomalous'
      prometheusRule: {alertLabels: {namespace: a}}                      | prometheusRule.alertLabels: expected labels that the alerts do not have, found namespace
      prometheusRule: {alertLabels: {a-b: c}}                            | 'a-b' does not match
      dashboards: {labels: {grafana_dashboard: 1}}                       | /dashboards/labels/grafana_dashboard': got number, want string
      networkPolicy: {ingress: []}                                       | /networkPolicy': additional properties 'ingress' not allowed
      ingress: {enabled: true}                                           | ingress.hosts: expected at least one host
      ingress: {hosts: [a.example.org]}                                  | /ingress/hosts/0': got string, want object
      ingress: {hosts: [{host: a, path: metrics}]}                       | /ingress/hosts/0/path': 'metrics' does not match
      ingress: {enabled: true, hosts: [{host: a, shard: web}]}           | ingress.hosts: expected no shard of a, because there are no shards, found "web"
      {shards: {web: {existingSecret: a}}, ingress: {enabled: true, hosts: [{host: a, shard: db}]}} | ingress.hosts: expected the shard of a, one of web, found "db"
      livenessProbe: {path: /}                                           | /livenessProbe': additional properties 'path' not allowed
      livenessProbe: {periodSeconds: 0}                                  | /livenessProbe/periodSeconds': minimum: got 0, want 1
      podSecurityContext: {runAsUser: 0}                                 | /podSecurityContext/runAsUser': minimum: got 0, want 1
      securityContext: {privileged: true}                                | /securityContext': additional properties 'privileged' not allowed
      podAnnotations: {a: true}                                          | /podAnnotations/a': got boolean, want string
      tolerations: {key: a}                                              | /tolerations': got object, want array
      global: {imagePullSecrets: [{}]}                                   | /global/imagePullSecrets/0': 'oneOf' failed
      hostAliases: [{ip: 10.0.0.1}]                                      | /hostAliases/0': missing property 'hostnames'
      topologySpreadConstraints: [{maxSkew: 1}]                          | /topologySpreadConstraints/0': missing properties 'topologyKey', 'whenUnsatisfiable'
      dnsPolicy: default                                                 | /dnsPolicy': value must be one of
      extraContainers: [{name: proxy}]                                   | /extraContainers/0': missing property 'image'
      enabled: 'true'                                                    | /enabled': got string, want boolean
      tests: {image: ''}                                                 | /tests/image': minLength: got 0, want 1
      """;

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\u0000', textBlock = FAILURES)
  void wrong_values_are_refused(String values, String message) {
    refuses(HelmVersion.THREE, values, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\u0000',
      textBlock =
          """
          replicas: 2                             | /replicas': maximum: got 2, want 1
          replicaCount: 2                         | additional properties 'replicaCount' not allowed
          config: {prometheus: {bearer_token: x}} | config.prometheus.bearer_token: expected bearer_token_file
          shards: {web: {}}                       | /shards/web': missing property 'detectors'
          """)
  void helm_4_refuses_them_as_well(String values, String message) {
    refuses(HelmVersion.FOUR, values, message);
  }

  private static void refuses(HelmVersion version, String values, String message) {
    Helm.Outcome outcome =
        version.helm().template(Chart.DIRECTORY, Chart.RELEASE, Chart.values(values));

    assertThat(outcome.succeeded()).as("accepted: %s", values).isFalse();
    assertThat(outcome.text()).contains(message);
  }

  @Test
  void the_schema_has_the_keys_of_the_values_and_no_others() throws IOException {
    JsonNode schema = YAML.readTree(Chart.DIRECTORY.resolve("values.schema.json").toFile());
    Set<String> inSchema = new TreeSet<>();
    JsonNode values = YAML.readTree(Chart.DIRECTORY.resolve("values.yaml").toFile());
    Set<String> inValues = new TreeSet<>();
    collect("", schema, values, inSchema, inValues);

    assertThat(inSchema).hasSizeGreaterThan(60).isEqualTo(inValues);
  }

  /**
   * Goes down where the values have keys of their own: a section, not a value that is a mapping.
   */
  private static void collect(
      String path, JsonNode schema, JsonNode values, Set<String> inSchema, Set<String> inValues) {
    for (String key : (Iterable<String>) values::fieldNames) {
      JsonNode inner = schema.path("properties").path(key);
      inValues.add(path + key);
      if (isSection(path + key, values.path(key))) {
        collect(path + key + ".", inner, values.path(key), inSchema, inValues);
      }
    }
    schema.path("properties").fieldNames().forEachRemaining(key -> inSchema.add(path + key));
  }

  private static boolean isSection(String path, JsonNode value) {
    return value.isObject()
        && !value.isEmpty()
        && !Set.of("config", "dashboards.labels", "nodeSelector").contains(path)
        && !path.endsWith("resources")
        && !path.endsWith("Probe")
        && !path.endsWith("ecurityContext");
  }
}
