package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.server.alertmanager.Alertmanager;
import io.github.anomalyexporter.server.config.LinksConfig;
import io.github.anomalyexporter.server.preview.BacktestRuns;
import io.github.anomalyexporter.server.run.RunningDetector;
import io.github.anomalyexporter.server.run.Trainings;
import io.github.anomalyexporter.server.store.ModelStore.Rollback;
import io.github.anomalyexporter.server.store.ModelStoreException;
import io.github.anomalyexporter.server.store.StoredModel;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Operations of the exporter that are available over HTTP. Safe for use by several threads. */
public interface ExporterApi {
  /** Returns the running detectors. */
  List<RunningDetector> detectors();

  /**
   * Returns whether the exporter has started and is not stopping; does not depend on a trained
   * model.
   */
  boolean isReady();

  /**
   * Requests a reload of the configuration, which succeeds completely or changes nothing. Does not
   * wait; requests during a reload share the next reload.
   *
   * @return completed with the problems; empty on success
   */
  CompletionStage<List<String>> reload();

  /**
   * Forgets the instances that have all of these labels and are visible.
   *
   * @param labels must contain {@code instance}; {@code detector} restricts to one detector
   * @return the number of forgotten instances
   */
  int forget(Map<String, String> labels, Visibility visibility);

  /**
   * Returns the stored versions of a detector's model; reads the disk.
   *
   * @return empty if no detector has the name
   * @throws ModelStoreException if the storage cannot be read
   */
  Optional<StoredModels> models(String detector);

  /**
   * Stored versions of a model.
   *
   * @param versions newest first
   * @param unreadable why each other version cannot be read
   */
  record StoredModels(List<StoredModel> versions, List<String> unreadable) {
    public StoredModels {
      versions = List.copyOf(versions);
      unreadable = List.copyOf(unreadable);
    }
  }

  /**
   * Starts a training in the background; returns the request, or empty if no detector has the name.
   *
   * @throws io.github.anomalyexporter.server.run.BusyException if one is requested or running
   * @throws io.github.anomalyexporter.server.run.TrainingOffException if the exporter does not
   *     train
   */
  Optional<Trainings.Status> train(String detector);

  /**
   * Withdraws the active model of a detector and activates an older one at once; returns empty if
   * no detector has the name.
   *
   * @param version to activate; null for the previous one
   * @throws io.github.anomalyexporter.server.run.BusyException if a training is requested or
   *     running
   * @throws io.github.anomalyexporter.server.store.RollbackRefusedException if no such version can
   *     become active
   * @throws ModelStoreException if the storage cannot be changed
   */
  Optional<Rollback> rollback(String detector, @Nullable String version);

  /** Returns the Alertmanager that is configured. */
  Optional<Alertmanager> alertmanager();

  /** Returns the configuration in use as YAML, without secrets. */
  String configuration();

  /** Returns the backtests that run in the background. */
  BacktestRuns backtests();

  /** Returns the addresses of other pages. */
  default LinksConfig links() {
    return LinksConfig.NONE;
  }

  InstantSource clock();
}
