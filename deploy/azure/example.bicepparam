// A copy of this file, with names of your own, is all that there is to write:
//   az deployment group create --resource-group GROUP --name cairn --parameters deploy/azure/example.bicepparam
using 'main.bicep'

param storageAccountName = 'yourmlflowstorage'

// az aks show --name CLUSTER --resource-group GROUP --query oidcIssuerProfile.issuerUrl --output tsv
param oidcIssuer = 'https://westeurope.oic.prod-aks.azure.com/TENANT/ISSUER/'
param serviceAccounts = ['mlflow']

// az network vnet subnet show --resource-group GROUP --vnet-name VNET --name SUBNET --query id --output tsv
// The cluster reaches the database, and the storage as well, through it; the role in the database is made from there too.
param privateEndpointSubnetId = '/subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/Microsoft.Network/virtualNetworks/VNET/subnets/SUBNET'

param databaseServerName = 'yourmlflowdatabase'
param databaseAdministrator = {
  name: 'database-admins'
  objectId: '00000000-0000-0000-0000-000000000000' // az ad group show --group database-admins --query id
  kind: 'Group'
}
