package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.server.access.Caller;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The caller that requests a change of state, and the details for the audit log. For one request.
 */
public final class Requester {
  private final @Nullable String name;
  private @Nullable String details;

  /**
   * Creates a requester without details.
   *
   * @param caller of the request
   */
  public Requester(Caller caller) {
    this.name = caller.auditName();
  }

  /** Returns the name of the user, or that of the program if the user is unknown. */
  String nameOfAuthor() {
    return name == null ? "anomaly-exporter" : name;
  }

  /** Records what is changed, if the method and the path do not say it. */
  void asksFor(String what) {
    details = what;
  }

  /** Returns what is changed, beside the method and the path. */
  public Optional<String> details() {
    return Optional.ofNullable(details);
  }
}
