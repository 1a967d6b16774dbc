// Who read, wrote and deleted what, and how the storage fared, in Log Analytics.

param accountName string
param workspaceId string

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: accountName

  resource blobs 'blobServices' existing = {
    name: 'default'
  }
}

resource settings 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: account::blobs
  name: 'cairn'
  properties: {
    workspaceId: workspaceId
    logs: [for category in ['StorageRead', 'StorageWrite', 'StorageDelete']: { category: category, enabled: true }]
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}
