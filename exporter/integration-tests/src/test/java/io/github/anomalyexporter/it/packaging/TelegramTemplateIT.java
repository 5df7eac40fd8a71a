package io.github.anomalyexporter.it.packaging;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.AlertmanagerConfig;
import io.github.anomalyexporter.it.support.AlertmanagerVersion;
import io.github.anomalyexporter.it.support.PostedAlert;
import io.github.anomalyexporter.it.support.RealAlertmanager;
import io.github.anomalyexporter.testing.telegram.TelegramMessage;
import io.github.anomalyexporter.testing.telegram.TelegramServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The messages of the shipped configuration and template, as Telegram gets them. All durations are
 * divided by 60: a second of waiting for a group instead of a minute.
 */
@ParameterizedClass
@EnumSource(AlertmanagerVersion.class)
@Order(3)
class TelegramTemplateIT {
  private static final int FACTOR = 60;
  private static final String TOKEN = "123456789:secret";

  /** In everything that can be set, 1,000 characters of it. */
  private static final List<String> HOSTILE =
      Stream.of(
              "x",
              "\"",
              "'",
              "&",
              "<",
              "+",
              "\\",
              "%",
              "$1",
              "ы",
              "😀",
              "&amp;",
              "</b></a>",
              "<script>alert(\"1\")</script>",
              "{{ .Labels }}",
              "a\n\tb\u0007\u202e",
              "<b>&\"'+\\\n😀")
          .map(piece -> piece.repeat(1000 / piece.length()))
          .toList();

  private final AlertmanagerVersion version;
  @TempDir private Path directory;
  @AutoClose private TelegramServer telegram;
  @AutoClose private RealAlertmanager alertmanager;

  TelegramTemplateIT(AlertmanagerVersion version) {
    this.version = version;
  }

  @BeforeEach
  void start() throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    telegram = TelegramServer.start(address, TOKEN, InstantSource.system(), message -> {});
    alertmanager =
        RealAlertmanager.start(
            version,
            directory,
            AlertmanagerConfig.shipped(version)
                .installedIn(directory, telegram.uri(), TOKEN)
                .fasterBy(FACTOR)
                .toString());
  }

  @Test
  void one_host_is_one_message_with_what_is_wrong_and_where_to_look() throws IOException {
    alertmanager.fire(PostedAlert.instanceAnomalous("node", "web-1"));
    TelegramMessage message = awaitMessage(1);
    assertThat(message.chatId()).isEqualTo("-1001234567890");
    assertThat(message.plainText())
        .startsWith(
            """
            🟡 web-1 · InstanceAnomalous
            cpu_used 97% (expected 31%)
            load_per_core 3.1 (expected 0.41)
            web-1:9100 is anomalous: score 4.2, normal is below 1
            since\s""")
        .endsWith(" · graph · runbook · silence");
    assertThat(message.links())
        .map(link -> URLDecoder.decode(link, StandardCharsets.UTF_8))
        .containsExactly(
            "http://prometheus.example.org:9090/graph?g0.expr=anomaly_score{instance=\"web-1:9100\",job=\"node\"}&g0.tab=0&g0.range_input=2h",
            "https://github.com/anomaly-exporter/anomaly-exporter/blob/main/rules/runbook.md#instanceanomalous",
            alertmanager.url()
                + "/#/silences/new?filter={source=\"anomaly-exporter\",instance=\"web-1:9100\",job=\"node\"}");
  }

  @Test
  void links_use_any_identity_labels() throws IOException {
    String identity = "agent_hostname=\"beta\",instance=\"localhost:9100\",job=\"agents\"";
    alertmanager.fire(
        List.of(PostedAlert.instanceAnomalous("node", "beta").annotation("identity", identity)));

    assertThat(awaitMessage(1).links())
        .map(link -> URLDecoder.decode(link, StandardCharsets.UTF_8))
        .anyMatch(link -> link.contains("/graph?g0.expr=anomaly_score{" + identity + "}&"))
        .anyMatch(link -> link.endsWith("{source=\"anomaly-exporter\"," + identity + "}"));
  }

  @Test
  void a_resolved_message_does_not_state_that_the_host_is_healthy() throws IOException {
    List<PostedAlert> alerts = List.of(PostedAlert.instanceAnomalous("node", "web-1"));
    alertmanager.fire(alerts);
    awaitMessage(1);
    alertmanager.resolve(alerts);
    assertThat(awaitMessage(2).plainText())
        .startsWith("⚪ web-1 · InstanceAnomalous\nno longer reported anomalous (")
        .doesNotContainIgnoringCase("healthy", "ok", "recovered", "resolved", "✅");
  }

  @Test
  void both_alerts_of_a_host_resolve_in_one_message() throws IOException {
    PostedAlert strongly =
        PostedAlert.ours("InstanceStronglyAnomalous", "critical").of("node", "web-1");
    List<PostedAlert> alerts =
        List.of(
            strongly,
            PostedAlert.instanceAnomalous("node", "web-1"),
            PostedAlert.instanceAnomalous("node", "web-2"));
    alertmanager.fire(alerts);
    assertThat(awaitMessage(1).plainText()).doesNotContain("web-1 · InstanceAnomalous");
    alertmanager.resolve(alerts);
    assertThat(awaitMessage(2).plainText())
        .contains("⚪ web-1 · InstanceStronglyAnomalous", "⚪ web-2 · InstanceAnomalous")
        .doesNotContain("web-1 · InstanceAnomalous");
  }

  @Test
  void twenty_hosts_at_once_are_one_message_that_shows_the_worst_and_names_all()
      throws IOException {
    Stream<PostedAlert> strongly =
        IntStream.rangeClosed(17, 20)
            .mapToObj(
                i -> PostedAlert.ours("InstanceStronglyAnomalous", "critical").of("node", host(i)));
    alertmanager.fire(Stream.concat(hosts(16).stream(), strongly).toList());
    TelegramMessage message = awaitMessage(1);
    String text = message.plainText();
    assertThat(text.lines().filter(line -> line.startsWith("🔴"))).hasSize(4);
    assertThat(text.lines().filter(line -> line.startsWith("🟡"))).hasSize(1);
    assertThat(text).contains("\nand 15 more: ");
    for (int i = 1; i <= 20; i++) {
      assertThat(text).contains(host(i));
    }
    alertmanager.resolve(hosts(16));
    String end = awaitMessage(2).plainText();
    assertThat(end.lines().filter(line -> line.startsWith("🔴"))).hasSize(4);
    assertThat(end)
        .contains("no longer reported anomalous (", "\nand 15 more no longer reported: ");
  }

  @Test
  void what_begins_during_an_incident_joins_it_in_the_next_message() throws IOException {
    alertmanager.fire(hosts(1));
    awaitMessage(1);
    alertmanager.fire(hosts(2));
    assertThat(awaitMessage(2).plainText()).contains(host(1) + " · ", host(2) + " · ");
  }

  @Test
  void half_a_fleet_is_one_message() throws IOException {
    PostedAlert fleet =
        PostedAlert.ours("FleetAnomalous", "critical")
            .label("detector", "node")
            .annotation("summary", "50% of the instances of detector node are anomalous at once")
            .annotation("description", "5 instances.\ncpu_used on 5");
    alertmanager.fire(fleet);
    alertmanager.fire(hosts(5));
    assertThat(awaitMessage(1).plainText())
        .startsWith(
            """
            🔴 node · FleetAnomalous
            50% of the instances of detector node are anomalous at once
            5 instances.
            cpu_used on 5
            since\s""");
    alertmanager.resolve(hosts(5));
    await("only the fleet's is left").until(() -> alertmanager.alerts().size() == 1);
    alertmanager.resolve(List.of(fleet));
    assertThat(awaitMessage(2).plainText())
        .startsWith("⚪ node · FleetAnomalous\nno longer reported anomalous (");
  }

  @Test
  void an_alert_of_others_is_readable_too() throws IOException {
    alertmanager.fire(PostedAlert.others("TargetDown"));
    assertThat(awaitMessage(1).plainText()).startsWith("🔵 TargetDown\nsince ");
  }

  @Test
  void messages_with_any_labels_and_annotations_are_accepted_and_count_all_alerts()
      throws IOException {
    List<PostedAlert> alone = HOSTILE.stream().map(text -> hostile(text, 0)).toList();
    List<PostedAlert> more =
        HOSTILE.stream()
            .flatMap(text -> IntStream.rangeClosed(1, 19).mapToObj(i -> hostile(text, i)))
            .toList();
    List<PostedAlert> ended =
        HOSTILE.stream()
            .flatMap(text -> IntStream.rangeClosed(1, 15).mapToObj(i -> hostile(text, i)))
            .toList();
    // Each text is a detector and so a group of its own.
    alertmanager.fire(alone);
    awaitSum(Pattern.compile("^🔴 ()"), alone.size());
    alertmanager.fire(more);
    awaitSum(Pattern.compile("and (15) more: "), 15 * alone.size());
    alertmanager.resolve(ended);
    awaitSum(Pattern.compile("and (\\d+) more no longer reported: "), ended.size());
    assertThat(telegram.messages())
        .allSatisfy(message -> assertThat(message.plainText()).contains("…"));
  }

  @Test
  void a_message_with_everything_at_its_limit_is_accepted() throws IOException {
    List<PostedAlert> alerts =
        IntStream.rangeClosed(11, 50).mapToObj(TelegramTemplateIT::atItsLimits).toList();
    alertmanager.fire(alerts);
    assertThat(awaitMessage(1).plainText()).contains("and 35 more: ");
    alertmanager.resolve(alerts.subList(5, 40));
    TelegramMessage message = awaitMessage(2);
    assertThat(message.plainText()).contains("and 35 more no longer reported: ");
    assertThat(message.links()).hasSize(6);
    assertThat(message.text()).hasSizeGreaterThan(3000);
  }

  /** All its values are as long as they can be without being cut. */
  private static PostedAlert atItsLimits(int number) {
    return PostedAlert.ours("I".repeat(48), "critical")
        .of("node", "h".repeat(38) + number)
        .annotation("host", "h".repeat(46) + number)
        .annotation("features", "f".repeat(230))
        .generatedBy("http://" + "p".repeat(60) + "/graph?g0.expr=a");
  }

  /** Waits until the messages contain so many alerts; an empty group counts as one. */
  private void awaitSum(Pattern pattern, int sum) {
    await(pattern + " " + sum)
        .untilAsserted(
            () -> {
              assertThat(telegram.refusals()).isEmpty();
              int told =
                  telegram.messages().stream()
                      .flatMap(message -> pattern.matcher(message.plainText()).results())
                      .map(match -> match.group(1))
                      .mapToInt(count -> count.isEmpty() ? 1 : Integer.parseInt(count))
                      .sum();
              assertThat(told).isEqualTo(sum);
            });
  }

  /** With a number in front, since alerts of the same labels are the same. */
  private static PostedAlert hostile(String text, int number) {
    return PostedAlert.ours("Instance" + text, number == 0 ? "critical" : text)
        .label("detector", text)
        .label("cluster", text)
        .label("job", text)
        .label("instance", number + text)
        .annotation("host", text)
        .annotation("summary", text)
        .annotation("features", text)
        .annotation("description", text)
        .annotation("runbook_url", "https://example.org/" + text)
        .generatedBy(
            "http://prometheus.example.org:9090/graph?g0.expr="
                + URLEncoder.encode(text, StandardCharsets.UTF_8));
  }

  private static List<PostedAlert> hosts(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> PostedAlert.instanceAnomalous("node", host(i)))
        .toList();
  }

  private static String host(int number) {
    return String.format(Locale.ROOT, "host-%02d", number);
  }

  /** The message of this number, the first is 1, and that there is no other one yet. */
  private TelegramMessage awaitMessage(int number) {
    await("message " + number)
        .untilAsserted(
            () -> {
              assertThat(telegram.refusals()).isEmpty();
              assertThat(telegram.messages()).hasSizeGreaterThanOrEqualTo(number);
            });
    assertThat(telegram.messages()).hasSize(number);
    return telegram.messages().get(number - 1);
  }
}
