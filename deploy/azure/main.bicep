// Everything that Cairn needs of Azure beside the cluster, in one resource group: see docs/azure.md.
//   az deployment group create --resource-group GROUP --template-file deploy/azure/main.bicep --parameters storageAccountName=NAME

@description('Where everything is made.')
param location string = resourceGroup().location

@description('The storage account: 3 to 24 lower-case letters and digits that nobody else in Azure uses.')
@minLength(3)
@maxLength(24)
param storageAccountName string

@description('The container that holds the artifacts.')
param containerName string = 'mlflow-artifacts'

@description('How many copies there are, and where: ZRS survives the loss of a zone, GZRS that of a region too.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_RAGRS', 'Standard_GZRS', 'Standard_RAGZRS'])
param storageSku string = 'Standard_ZRS'

@description('Make it an ADLS Gen2 account. It cannot be changed later, and such accounts have no versioning of blobs.')
param hierarchicalNamespace bool = false

@description('Let account keys in. Without them only identities get in, and there is no secret to leak.')
param allowAccountKeys bool = false

@description('For how many days deleted artifacts can be had back.')
@minValue(1)
@maxValue(365)
param softDeleteDays int = 14

@description('After how many days without a change artifacts move to the cool tier; 0 for never.')
param coolAfterDays int = 60

@description('After how many days without a change artifacts move to the archive tier, from where they take hours to come back; 0 for never. Not with the ZRS kinds, which have no archive.')
param archiveAfterDays int = 0

@description('The Log Analytics workspace that hears of every request to the artifacts; empty for none.')
param logWorkspaceId string = ''

@description('Encrypt with a key of your own, in a vault that is made for it.')
param customerManagedKey bool = false

@description('That vault: 3 to 24 letters, digits and dashes that nobody else in Azure uses.')
param keyVaultName string = '${take(storageAccountName, 20)}-key'

@description('The subnet that gets private endpoints; with it nothing is reached from the internet. Empty for none.')
param privateEndpointSubnetId string = ''

@description('Address ranges that may reach the public endpoints, where there are no private ones. Empty lets every network ask the storage for entry, with a token, and none reach the database. Calls from within the region do not come from such addresses: a cluster there needs privateEndpointSubnetId.')
param allowedAddressRanges string[] = []

@description('The managed identity that Cairn runs as.')
param identityName string = 'cairn'

@description('The OIDC issuer of the AKS cluster: az aks show --query oidcIssuerProfile.issuerUrl. Empty leaves the federated credential out.')
param oidcIssuer string = ''

@description('The Kubernetes namespace of the release.')
param namespace string = 'mlflow'

@description('The Kubernetes service accounts that may act as the identity: the pods\', and that of the migration hook where it is used.')
param serviceAccounts string[] = ['mlflow']

@description('A PostgreSQL flexible server that takes Entra ID tokens and no passwords; empty for none.')
param databaseServerName string = ''

@description('The database in it.')
param databaseName string = 'mlflow'

@description('Keep a standby in another zone and backups in another region; not every region has both.')
param databaseIsRedundant bool = true

@description('Who administers the server and makes the role for the identity: an Entra ID user or group.')
param databaseAdministrator databaseAdministratorType?

@description('Somebody of Entra ID.')
type databaseAdministratorType = {
  @description('The user principal name, or the name of the group.')
  name: string
  objectId: string
  kind: 'User' | 'Group'
}

module identity 'identity.bicep' = {
  name: 'cairn-identity'
  params: {
    location: location
    name: identityName
    oidcIssuer: oidcIssuer
    namespace: namespace
    serviceAccounts: serviceAccounts
  }
}

module encryption 'encryption.bicep' = if (customerManagedKey) {
  name: 'cairn-encryption'
  params: {
    location: location
    vaultName: keyVaultName
    identityName: '${storageAccountName}-encryption'
  }
}

module storage 'storage.bicep' = {
  name: 'cairn-storage'
  params: {
    location: location
    name: storageAccountName
    containerName: containerName
    sku: storageSku
    hierarchicalNamespace: hierarchicalNamespace
    allowAccountKeys: allowAccountKeys
    softDeleteDays: softDeleteDays
    isPrivate: !empty(privateEndpointSubnetId)
    allowedAddressRanges: allowedAddressRanges
    writerPrincipalId: identity.outputs.principalId
    encryption: encryption.?outputs.key
  }
}

module lifecycle 'lifecycle.bicep' = {
  name: 'cairn-lifecycle'
  params: {
    accountName: storage.outputs.name
    containerName: containerName
    coolAfterDays: coolAfterDays
    archiveAfterDays: archiveAfterDays
    oldVersionDays: softDeleteDays
    hasVersions: !hierarchicalNamespace
  }
}

module diagnostics 'diagnostics.bicep' = if (!empty(logWorkspaceId)) {
  name: 'cairn-diagnostics'
  params: {
    accountName: storage.outputs.name
    workspaceId: logWorkspaceId
  }
}

module database 'database.bicep' = if (!empty(databaseServerName)) {
  name: 'cairn-database'
  params: {
    location: location
    name: databaseServerName
    databaseName: databaseName
    administrator: databaseAdministrator
    isRedundant: databaseIsRedundant
    isPrivate: !empty(privateEndpointSubnetId)
    allowedAddressRanges: allowedAddressRanges
  }
}

module storageEndpoint 'privateEndpoint.bicep' = if (!empty(privateEndpointSubnetId)) {
  name: 'cairn-storage-endpoint'
  params: {
    location: location
    targetId: storage.outputs.id
    targetName: storageAccountName
    groupId: 'blob'
    zoneName: 'privatelink.blob.${az.environment().suffixes.storage}'
    subnetId: privateEndpointSubnetId
  }
}

module databaseEndpoint 'privateEndpoint.bicep' = if (!empty(privateEndpointSubnetId) && !empty(databaseServerName)) {
  name: 'cairn-database-endpoint'
  params: {
    location: location
    targetId: database!.outputs.id
    targetName: databaseServerName
    groupId: 'postgresqlServer'
    zoneName: 'privatelink.postgres.database.azure.com'
    subnetId: privateEndpointSubnetId
  }
}

@description('For azure.workloadIdentity.clientId of the chart.')
output clientId string = identity.outputs.clientId

@description('For --artifacts-destination; the chart makes the same of artifactRoot.azureBlob.')
output artifactUri string = hierarchicalNamespace
  ? 'abfss://${containerName}@${storageAccountName}.dfs.${az.environment().suffixes.storage}'
  : 'wasbs://${containerName}@${storageAccountName}.blob.${az.environment().suffixes.storage}'

@description('For backendStore.postgres.host of the chart; empty when there is no server.')
output databaseHost string = database.?outputs.host ?? ''
