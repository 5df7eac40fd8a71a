package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.feature.Feature;
import io.github.anomalyexporter.core.feature.FeatureSet;

/**
 * Features as version 0.1.0 would have read them from the same configuration. Models contain the
 * fingerprint of their expressions; models of version 0.1.0 remain usable if the preset has only
 * become more precise.
 */
public final class FormerPreset {
  private static final String INTERFACES =
      "device!~\"lo|(bond|team|br|virbr|docker|podman|veth|vnet|tap|tun|wg|dummy|ifb|cni|cali|cilium"
          + "|flannel|kube|lxc|lxd|vxlan|ovs|gre|sit|ip6tnl).*|.+[.][0-9]+\"";

  private FormerPreset() {}

  /** Returns these features with the definitions of the built-in preset of version 0.1.0. */
  public static FeatureSet of(FeatureSet features) {
    String interfaces = Presets.builtInDefinition("interfaces");
    return new FeatureSet(
        features.features().stream().map(feature -> with(feature, interfaces)).toList(),
        features.engineered(),
        features.step());
  }

  private static Feature with(Feature feature, String interfaces) {
    return feature.withExpression(feature.expression().replace(interfaces, INTERFACES));
  }
}
