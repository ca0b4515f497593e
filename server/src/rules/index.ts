import type { Rule } from './rule';
import { rule as activeDeadlineSeconds } from './active-deadline-seconds';
import { rule as annotationAppArmor } from './annotation-app-armor';
import { rule as annotationPodDeletionCost } from './annotation-pod-deletion-cost';
import { rule as annotationSeccomp } from './annotation-seccomp';
import { rule as annotationTolerations } from './annotation-tolerations';
import { rule as apiVersion } from './api-version';
import { rule as containerApparmor } from './container-apparmor';
import { rule as containerImage } from './container-image';
import { rule as containerList } from './container-list';
import { rule as containerName } from './container-name';
import { rule as containerOs } from './container-os';
import { rule as containerPort } from './container-port';
import { rule as containerResources } from './container-resources';
import { rule as containerRestartPolicy } from './container-restart-policy';
import { rule as containerSeccomp } from './container-seccomp';
import { rule as containerSecurityContext } from './container-security-context';
import { rule as containerWindowsOptions } from './container-windows-options';
import { rule as dnsConfig } from './dns-config';
import { rule as dnsPolicy } from './dns-policy';
import { rule as duplicateKey } from './duplicate-key';
import { rule as environmentFile } from './environment-file';
import { rule as environmentName } from './environment-name';
import { rule as environmentSource } from './environment-source';
import { rule as ephemeralContainer } from './ephemeral-container';
import { rule as extraDocument } from './extra-document';
import { rule as fieldType } from './field-type';
import { rule as fileSize } from './file-size';
import { rule as folderBackup } from './folder-backup';
import { rule as folderEntry } from './folder-entry';
import { rule as folderHostPort } from './folder-host-port';
import { rule as folderStranger } from './folder-stranger';
import { rule as folderTwin } from './folder-twin';
import { rule as hostAliases } from './host-aliases';
import { rule as hostPathCreates } from './host-path-creates';
import { rule as hostPort } from './host-port';
import { rule as hostProcess } from './host-process';
import { rule as hostUsers } from './host-users';
import { rule as hostname } from './hostname';
import { rule as imagePullPolicy } from './image-pull-policy';
import { rule as imageTag } from './image-tag';
import { rule as initContainer } from './init-container';
import { rule as kind } from './kind';
import { rule as lifecycle } from './lifecycle';
import { rule as metadataAnnotations } from './metadata-annotations';
import { rule as metadataFinalizers } from './metadata-finalizers';
import { rule as metadataGeneration } from './metadata-generation';
import { rule as metadataLabels } from './metadata-labels';
import { rule as metadataManagedFields } from './metadata-managed-fields';
import { rule as metadataName } from './metadata-name';
import { rule as metadataNamespace } from './metadata-namespace';
import { rule as metadataOwnerReferences } from './metadata-owner-references';
import { rule as metadataUid } from './metadata-uid';
import { rule as mountOptions } from './mount-options';
import { rule as nodeAffinity } from './node-affinity';
import { rule as nodeName } from './node-name';
import { rule as nodeSelector } from './node-selector';
import { rule as operatingSystem } from './operating-system';
import { rule as overhead } from './overhead';
import { rule as podAffinity } from './pod-affinity';
import { rule as podName } from './pod-name';
import { rule as podResources } from './pod-resources';
import { rule as podSecurityContext } from './pod-security-context';
import { rule as preemptionPolicy } from './preemption-policy';
import { rule as priorityClassName } from './priority-class-name';
import { rule as priority } from './priority';
import { rule as probe } from './probe';
import { rule as readinessGates } from './readiness-gates';
import { rule as referenceAzureFileVolume } from './reference-azure-file-volume';
import { rule as referenceConfigMap } from './reference-config-map';
import { rule as referenceCsiVolume } from './reference-csi-volume';
import { rule as referenceEphemeralVolume } from './reference-ephemeral-volume';
import { rule as referenceGlusterfsVolume } from './reference-glusterfs-volume';
import { rule as referencePersistentVolumeClaim } from './reference-persistent-volume-claim';
import { rule as referenceProjectedVolume } from './reference-projected-volume';
import { rule as referenceResourceClaim } from './reference-resource-claim';
import { rule as referenceSecret } from './reference-secret';
import { rule as referenceServiceAccount } from './reference-service-account';
import { rule as resizePolicy } from './resize-policy';
import { rule as resourceClaims } from './resource-claims';
import { rule as restartPolicy } from './restart-policy';
import { rule as runtimeClassName } from './runtime-class-name';
import { rule as schedulingGates } from './scheduling-gates';
import { rule as schedulingGroup } from './scheduling-group';
import { rule as serverSetField } from './server-set-field';
import { rule as serviceAccountName } from './service-account-name';
import { rule as shareProcessNamespace } from './share-process-namespace';
import { rule as sysctls } from './sysctls';
import { rule as template } from './template';
import { rule as terminationMessagePolicy } from './termination-message-policy';
import { rule as tolerations } from './tolerations';
import { rule as topologySpreadConstraints } from './topology-spread-constraints';
import { rule as unknownField } from './unknown-field';
import { rule as volumeCloudDisk } from './volume-cloud-disk';
import { rule as volumeConfigMap } from './volume-config-map';
import { rule as volumeCsi } from './volume-csi';
import { rule as volumeDevice } from './volume-device';
import { rule as volumeDownwardApi } from './volume-downward-api';
import { rule as volumeEmptyDir } from './volume-empty-dir';
import { rule as volumeEphemeral } from './volume-ephemeral';
import { rule as volumeHostPath } from './volume-host-path';
import { rule as volumeImage } from './volume-image';
import { rule as volumeMount } from './volume-mount';
import { rule as volumeName } from './volume-name';
import { rule as volumeNetworkStorage } from './volume-network-storage';
import { rule as volumePersistentVolumeClaim } from './volume-persistent-volume-claim';
import { rule as volumeProjected } from './volume-projected';
import { rule as volumeSecret } from './volume-secret';
import { rule as volumeSource } from './volume-source';
import { rule as workloadKind } from './workload-kind';
import { rule as yamlScalar } from './yaml-scalar';
import { rule as yamlSyntax } from './yaml-syntax';

/** Every rule, in the order in which they run. test/unit/rules/index.test.ts holds this list against the folder. */
export const rules: readonly Rule[] = [
  // The document, its text and its structure.
  template,
  workloadKind,
  yamlSyntax,
  duplicateKey,
  extraDocument,
  yamlScalar,
  apiVersion,
  kind,
  fieldType,
  podName,
  unknownField,
  // ValidatePodCreate.
  activeDeadlineSeconds,
  annotationAppArmor,
  annotationPodDeletionCost,
  annotationSeccomp,
  annotationTolerations,
  containerApparmor,
  containerImage,
  containerList,
  containerName,
  containerOs,
  containerPort,
  containerResources,
  containerRestartPolicy,
  containerSeccomp,
  containerSecurityContext,
  containerWindowsOptions,
  dnsConfig,
  dnsPolicy,
  environmentFile,
  environmentName,
  environmentSource,
  ephemeralContainer,
  hostAliases,
  hostPort,
  hostProcess,
  hostUsers,
  hostname,
  imagePullPolicy,
  initContainer,
  lifecycle,
  metadataAnnotations,
  metadataFinalizers,
  metadataGeneration,
  metadataLabels,
  metadataManagedFields,
  metadataName,
  metadataNamespace,
  metadataOwnerReferences,
  mountOptions,
  nodeAffinity,
  nodeName,
  nodeSelector,
  operatingSystem,
  overhead,
  podAffinity,
  podResources,
  podSecurityContext,
  preemptionPolicy,
  priorityClassName,
  probe,
  readinessGates,
  resizePolicy,
  resourceClaims,
  restartPolicy,
  runtimeClassName,
  schedulingGates,
  schedulingGroup,
  serviceAccountName,
  shareProcessNamespace,
  sysctls,
  terminationMessagePolicy,
  tolerations,
  topologySpreadConstraints,
  volumeCloudDisk,
  volumeConfigMap,
  volumeCsi,
  volumeDevice,
  volumeDownwardApi,
  volumeEmptyDir,
  volumeEphemeral,
  volumeHostPath,
  volumeImage,
  volumeMount,
  volumeName,
  volumeNetworkStorage,
  volumePersistentVolumeClaim,
  volumeProjected,
  volumeSecret,
  volumeSource,
  // References, and advice on a sound Pod.
  fileSize,
  folderBackup,
  folderEntry,
  folderHostPort,
  folderStranger,
  folderTwin,
  hostPathCreates,
  imageTag,
  metadataUid,
  priority,
  referenceAzureFileVolume,
  referenceConfigMap,
  referenceCsiVolume,
  referenceEphemeralVolume,
  referenceGlusterfsVolume,
  referencePersistentVolumeClaim,
  referenceProjectedVolume,
  referenceResourceClaim,
  referenceSecret,
  referenceServiceAccount,
  serverSetField,
];
